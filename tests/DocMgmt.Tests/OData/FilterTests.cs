using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.OData;

/// <summary>Filters choose what the same predicate in C# chooses.</summary>
public class FilterTests(Api api)
{
    private const int Filters = 1_000;

    private static readonly string[] Bounded = ["/v1/items?$count=false", "/v1/items?order=-size&type=folder", "/v1/items/recent"];

    private static readonly string[] Unbounded =
    [
        "/v1/items?$filter=is_starred&$count=false", "/v1/items?$orderby=mime_type", "/v1/items?starred=false", "/v1/items?recursive=true", "/v1/items?recursive=true&order=size&$count=false",
        "/v1/items/starred", "/v1/items/recent?$count=true", "/odata/Items",
    ];

    [Fact]
    public async Task Random_filters_choose_what_the_same_predicates_choose()
    {
        var random = new Random(Seed);
        var alice = await api.NewUserAsync();
        var rows = await new FilterWorld(api.Service, alice, random).PlantAsync();
        var filters = new RandomFilter(random, rows);
        var (some, all) = (0, 0);
        for (var n = 0; n < Filters; n++)
        {
            var (text, holds) = filters.Next(depth: n % 4);
            var expected = rows.Where(r => holds(r) == true).Select(r => r.Id).Order().ToList();
            var found = await FindAsync(alice, text, everywhere: n % 8 == 0);
            Assert.True(expected.SequenceEqual(found), $"seed {Seed}, filter {n}: {text}\nexpected {string.Join(",", expected)}\nfound {string.Join(",", found)}");
            if (expected.Count > 0) some++;
            if (expected.Count == rows.Count) all++;
        }

        Assert.InRange(some, Filters / 4, Filters - (Filters / 20)); // else they try nothing
        Assert.InRange(all, 1, Filters / 2);
    }

    [Fact]
    public async Task Numbers_are_exact()
    {
        var alice = await api.NewUserAsync();
        foreach (var (name, size) in new[] { ("float", 16_777_218L), ("double", 9_007_199_254_740_993L) })
            await api.Service.ExecuteAsync("UPDATE items SET size_bytes = $2 WHERE id = $1", (await alice.UploadAsync(name, TestUser.NewContent())).Id(), size);

        foreach (var (filter, found) in new[]
        {
            ("size_bytes gt 16777217.5", 2), ("size_bytes lt 16777218.5", 1), ("size_bytes eq 16777218.0", 1), ("size_bytes eq 9007199254740993", 1), ("size_bytes eq 9007199254740992.9", 0),
            ("size_bytes ge 9007199254740992.5", 1), ("size_bytes in (9007199254740993)", 1), ("size_bytes in (9007199254740992)", 0), ("size_bytes lt 99999999999999999999", 2),
        })
        {
            Assert.True(found == (await alice.GetJsonAsync($"/v1/items?$filter={filter}")).GetProperty("total").GetInt32(), filter);
        }
    }

    [Fact]
    public async Task A_letter_that_tolower_changes_is_the_one_that_the_runtime_changes()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateFolderAsync("AbÄßДÉ日ŁŐΣ");

        foreach (var (part, found) in new[] { ("äßдé日łőσ", 1), ("Ä", 0), ("ab", 1) })
            Assert.Equal(found, (await alice.GetJsonAsync($"/v1/items?$filter=contains(tolower(item_name),'{part}')")).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_name_is_found_by_whatever_characters_it_has()
    {
        var alice = await api.NewUserAsync();
        foreach (var name in new[] { "a\uFFFDb", "\uE000", "it's", "100%_\\", "\U0001F600" })
        {
            await alice.CreateFolderAsync(name);
            Assert.Equal(1, (await alice.GetJsonAsync($"/v1/items?$filter=item_name in ('{Uri.EscapeDataString(name.Replace("'", "''"))}')")).GetProperty("total").GetInt32());
            Assert.Equal(1, (await alice.GetJsonAsync($"/v1/items?$filter=contains(item_name,'{Uri.EscapeDataString(name.Replace("'", "''"))}')")).GetProperty("total").GetInt32());
        }
    }

    [Fact]
    public async Task What_no_index_bounds_is_given_up_when_it_takes_too_long_here_and_in_the_database()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        await alice.CreateFolderAsync("f");
        // Longer than a filter is waited for, and not so long as any statement is.
        await service.ExecuteAsync("ALTER TABLE stars RENAME TO real_stars");
        await service.ExecuteAsync("CREATE VIEW stars AS SELECT CAST(-1 AS bigint) AS user_id, CAST(-1 AS bigint) AS item_id, now() AS created_at FROM (SELECT pg_sleep(14)) slow OFFSET 0");

        var bounded = Bounded.Select(alice.GetAsync).ToList();
        var unbounded = Unbounded.Select(async list => (list, Answer: await alice.GetAsync(list))).ToList();

        foreach (var one in unbounded)
        {
            var (list, answer) = await one;
            Assert.True(answer.StatusCode == HttpStatusCode.UnprocessableEntity && (await answer.Content.ReadAsStringAsync()).Contains("query_too_costly", StringComparison.Ordinal), $"{list}: {answer}");
        }

        foreach (var one in bounded) Assert.Equal(HttpStatusCode.OK, (await one).StatusCode);

        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()") == 0);
    }

    private static async Task<List<long>> FindAsync(TestUser user, string filter, bool everywhere)
    {
        var query = $"$filter={Uri.EscapeDataString(filter)}&$select=id&$top=100";
        var list = everywhere ? await user.GetJsonAsync($"/odata/Items?{query}&$count=true") : await user.GetJsonAsync($"/v1/items?{query}");
        var found = list.GetProperty(everywhere ? "value" : "data").EnumerateArray().Select(i => i.Id()).Order().ToList();
        Assert.Equal(found.Count, list.GetProperty(everywhere ? "@odata.count" : "total").GetInt32());
        return found;
    }

    private static int Seed { get; } = Environment.GetEnvironmentVariable("TEST_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
}
