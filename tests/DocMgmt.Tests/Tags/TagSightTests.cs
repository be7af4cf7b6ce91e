using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

/// <summary>Who sees which tags, and how many items each is on for them.</summary>
public class TagSightTests(Api api)
{
    private static readonly string[] Used = ["Finance", "fine", "Über"];

    [Fact]
    public async Task What_is_typed_is_completed_with_the_most_used_first()
    {
        var alice = await api.NewUserAsync();
        for (var n = 0; n < 3; n++) await alice.CarryAsync((await alice.UploadAsync($"{n}", [(byte)n])).Id(), [.. Used[..(3 - n)], "other"]);
        await alice.CreateTagAsync("FINAL");

        Assert.Equal("Finance 3, fine 2, FINAL 0", await alice.TagsAsync("fin"));
        Assert.Equal("Finance 3", await alice.TagsAsync("", "&limit=1")); // before other, which is on as many
        Assert.Equal("Über 1", await alice.TagsAsync("u\u0308B"));
        Assert.Equal("", await alice.TagsAsync("fin "));
        foreach (var literal in new[] { "fin_", "fi%", "\\", "'" }) Assert.Equal("", await alice.TagsAsync(literal));
        Assert.Equal("Finance 3, other 3, fine 2, Über 1, FINAL 0", await alice.TagsAsync());
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=x")]
    [InlineData("?prefix=a%00")]
    [InlineData("?prefix=12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task What_no_tag_can_begin_with_is_refused(string query)
    {
        var alice = await api.NewUserAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await alice.GetAsync($"/v1/tags{query}")).StatusCode);
    }

    /// <summary>Folders and files in them, a file by itself, trash of both kinds, the owner's own, and what was granted twice.</summary>
    [Fact]
    public async Task Others_count_what_they_may_read_and_the_owner_counts_all()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (given, hidden) = (await alice.CreateFolderAsync("given"), await alice.CreateFolderAsync("hidden"));
        var below = await alice.CreateFolderAsync("below", given);
        var (inside, alone, secret) = ((await alice.UploadAsync("1", [1], below)).Id(), (await alice.UploadAsync("2", [2], hidden)).Id(), (await alice.UploadAsync("3", [3], hidden)).Id());
        var (trashed, folder) = ((await alice.UploadAsync("4", [4], below)).Id(), await alice.CreateFolderAsync("5", below));
        var within = (await alice.UploadAsync("6", [6], folder)).Id();
        foreach (var item in new[] { below, inside, alone, secret, trashed, folder, within }) await alice.CarryAsync(item, "common", $"only {item}");
        foreach (var item in new[] { given, alone, inside, within }) await api.Service.GrantAsync(item, bob, 1);
        await alice.TrashAsync(trashed);
        await alice.TrashAsync(folder);

        Assert.Equal("common 3", await bob.TagsAsync("c"));
        Assert.Equal(string.Join(", ", new[] { below, inside, alone }.Select(i => $"only {i} 1").Order(StringComparer.Ordinal)), await bob.TagsAsync("only"));
        foreach (var item in new[] { below, inside, alone }) Assert.Equal($"common 3, only {item} 1", await bob.CarriedAsync(item));
        Assert.Equal("common 7", await alice.TagsAsync("c"));
        Assert.Equal($"common 7, only {inside} 1", await alice.CarriedAsync(inside));
        var common = $"/v1/tags/{await alice.TagIdAsync("common")}";
        Assert.Equal((7, 3), ((await alice.GetJsonAsync(common)).GetProperty("usage_count").GetInt64(), (await bob.GetJsonAsync(common)).GetProperty("usage_count").GetInt64()));
        await bob.CarryAsync((await bob.UploadAsync("his", [7])).Id(), "common");
        Assert.Equal("common 3, common 1", await bob.TagsAsync("c"));
        Assert.Equal("common 7", await alice.TagsAsync("c"));
    }

    [Fact]
    public async Task A_stranger_and_an_administrator_see_none()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        await alice.CarryAsync((await alice.UploadAsync("f", TestUser.NewContent())).Id(), "secret");

        Assert.Equal("", await bob.TagsAsync());
        await api.Service.ExecuteAsync("UPDATE users SET role = 'administrator' WHERE id = $1", bob.Id);
        Assert.Equal("", await bob.TagsAsync());
        await (await api.Service.Anonymous().GetAsync(new Uri("/v1/tags", UriKind.Relative))).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    [Fact]
    public async Task What_was_taken_away_is_gone_with_the_next_request()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.CarryAsync(folder, "x");
        var group = await alice.CreateGroupAsync("Team", bob);
        var grant = (await (await alice.GrantAsync(folder, new { group_id = group, permission_type = "read" })).SucceededAsync()).Id();

        Assert.Equal("x 1", await bob.TagsAsync());
        await (await alice.RemoveMemberAsync(group, bob)).SucceededAsync();
        Assert.Equal("", await bob.TagsAsync());
        await alice.AddMemberAsync(group, bob);
        Assert.Equal("x 1", await bob.TagsAsync());
        await (await alice.RevokeAsync(folder, grant)).SucceededAsync();
        Assert.Equal("", await bob.TagsAsync());
        await api.Service.GrantAsync(folder, bob, 1, DateTime.UnixEpoch);
        Assert.Equal("", await bob.TagsAsync());
    }

    [Fact]
    public async Task Tens_of_thousands_of_items_are_counted_in_one_statement()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (given, hidden) = (await alice.CreateFolderAsync("given"), await alice.CreateFolderAsync("hidden"));
        foreach (var folder in new[] { given, hidden })
        {
            await service.ExecuteAsync("""
                WITH made AS (
                    INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
                    SELECT drive_id, id, 'file', 'n' || n, 'n' || n, 0, created_by, now(), now() FROM items, generate_series(1, 20000) n WHERE id = $1
                    RETURNING id, drive_id
                ),
                tag AS (
                    INSERT INTO tags (drive_id, name, name_key, usage_count) SELECT DISTINCT drive_id, 'whale', 'whale', 40000 FROM made ON CONFLICT ON CONSTRAINT tag_name_taken DO UPDATE SET usage_count = 40000 RETURNING id
                )
                INSERT INTO item_tags (item_id, tag_id) SELECT made.id, tag.id FROM made, tag
                """, folder);
        }

        await service.GrantAsync(given, bob, 1);
        using var statements = new Statements();
        Assert.Single(await statements.OfAsync(bob, HttpMethod.Get, "/v1/tags?prefix=w"));
        Assert.Equal("whale 20000", await bob.TagsAsync("w"));
        Assert.Equal("whale 40000", await alice.TagsAsync("w"));
    }
}
