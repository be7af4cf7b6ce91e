using DocMgmt.Drive.Pipeline;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Pipeline;

/// <summary>The access decision for one item (walking up) and for sets (expanding down) are one, and are what a plain model says.</summary>
public class GrantFormsTests(Api api, ITestOutputHelper output)
{
    private const string WalkingUp = $"""
        {Guard.SignedIn}, wanted AS (SELECT i.id FROM items i WHERE i.drive_id = ANY (@Drives)), shown AS ({Guard.Admitted})
        SELECT id, level FROM shown WHERE level > 0
        """;

    private const string ExpandingDown = $"""
        {Guard.SignedIn}, {Guard.Grants}
        SELECT i.id, CASE WHEN d.owner_id = c.id THEN 4 ELSE GREATEST(gf.level, gi.level) END
        FROM items i
        CROSS JOIN caller c
        JOIN drives d ON d.id = i.drive_id
        JOIN folders f ON f.id = CASE i.type WHEN 'folder' THEN i.id ELSE i.parent_id END
        LEFT JOIN granted_folders gf ON gf.id = f.id
        LEFT JOIN granted gi ON gi.item_id = i.id
        WHERE i.drive_id = ANY (@Drives) AND i.trashed_at IS NULL AND f.trash_id IS NULL
            AND (d.owner_id = c.id OR gf.id IS NOT NULL OR gi.item_id IS NOT NULL)
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Both_forms_say_of_random_trees_what_the_model_says(int seed)
    {
        output.WriteLine($"seed {seed}");
        var users = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => api.NewUserAsync()));
        var model = await RandomTree.PlantAsync(api.Service, users, new Random(seed), items: 300, grants: 40);

        foreach (var user in users)
        {
            var expected = model.LevelsOf(user);
            Assert.InRange(expected.Count, 20, 600);
            Assert.Equal(expected, await AskAsync(WalkingUp, user, model.Drives));
            Assert.Equal(expected, await AskAsync(ExpandingDown, user, model.Drives));
        }
    }

    [Fact]
    public async Task The_list_of_stars_shows_what_may_be_got()
    {
        const int Seed = 4;
        output.WriteLine($"seed {Seed}");
        var users = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => api.NewUserAsync()));
        var model = await RandomTree.PlantAsync(api.Service, users, new Random(Seed), items: 120, grants: 20);
        await api.Service.ExecuteAsync("INSERT INTO stars (user_id, item_id, created_at) SELECT $1, id, now() FROM items WHERE drive_id = ANY ($2)", users[0].Id, model.Drives);

        var (seen, next) = (new SortedDictionary<long, int>(), "/v1/items?starred=true&page_size=50");
        while (next is not null)
        {
            var list = await users[0].GetJsonAsync(next);
            foreach (var item in list.GetProperty("data").EnumerateArray())
                seen.Add(item.Id(), Array.IndexOf(["read", "write", "admin", "owner"], item.Text("permission_type")) + 1);
            Assert.Equal(model.LevelsOf(users[0]).Count, list.GetProperty("total").GetInt32());
            next = list.GetProperty("has_next").GetBoolean() ? $"/v1/items?starred=true&page_size=50&cursor={list.Text("next_cursor")}" : null;
        }

        Assert.Equal(model.LevelsOf(users[0]), seen);
        foreach (var id in model.Ids.Where((_, n) => n % 5 == 0))
            Assert.Equal(seen.ContainsKey(id) ? 200 : 404, (int)(await users[0].GetAsync($"/v1/items/{id}")).StatusCode);
    }

    private async Task<SortedDictionary<long, int>> AskAsync(string sql, TestUser user, long[] drives)
    {
        await using var command = api.Service.Database.CreateCommand(sql);
        var session = await api.Service.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1", user.Id);
        command.Parameters.AddRange(new NpgsqlParameter[] { new("CallerSession", session), new("Now", api.Service.Clock.GetUtcNow().UtcDateTime), new("Drives", drives) });
        var levels = new SortedDictionary<long, int>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) levels.Add(reader.GetInt64(0), reader.GetInt32(1));
        return levels;
    }
}
