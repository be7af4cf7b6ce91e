using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Search;

/// <summary>Nobody finds, is suggested or is told the number of what they may not read; with the very next request.</summary>
public class SearchAccessTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    private static readonly string[] Facets = ["type", "owner", "tag", "month"];
    [Theory]
    [InlineData("folder", "revoke")]
    [InlineData("folder", "trash")]
    [InlineData("folder", "trash the folder")]
    [InlineData("folder", "move away")]
    [InlineData("folder", "give back")]
    [InlineData("file", "revoke")]
    [InlineData("file", "trash")]
    [InlineData("file", "trash the folder")]
    [InlineData("file", "give back")]
    [InlineData("folder by group", "revoke")]
    [InlineData("folder by group", "leave")]
    [InlineData("folder by group", "trash")]
    [InlineData("folder by group", "move away")]
    [InlineData("file by group", "revoke")]
    [InlineData("file by group", "leave")]
    [InlineData("file by group", "delete the group")]
    [InlineData("folder", "expiry")]
    [InlineData("file", "expiry")]
    public async Task What_is_shared_is_found_at_once_and_what_is_not_any_more_is_gone(string way, string end)
    {
        var service = own.Service;
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Place");
        var file = (await alice.UploadAsync("secret budget.txt", [1], folder)).Id();
        await alice.UploadAsync("other budget.txt", [1]);
        await alice.CarryAsync(file, "classified");
        await IsSeenAsync(bob, false);

        var target = way.StartsWith("file", StringComparison.Ordinal) ? file : folder;
        var group = way.EndsWith("group", StringComparison.Ordinal) ? await alice.CreateGroupAsync("Team", bob) : (long?)null;
        var grant = (await (await alice.GrantAsync(target, new
        {
            user_id = group is null ? bob.Id : (long?)null, group_id = group, permission_type = "read",
            expires_at = end == "expiry" ? service.Clock.GetUtcNow().AddMinutes(10) : (DateTimeOffset?)null,
        })).SucceededAsync()).Id();
        await IsSeenAsync(bob, true);

        await EndAsync(end);
        await IsSeenAsync(bob, false);

        async Task EndAsync(string what)
        {
            if (what == "expiry") service.Clock.Advance(TimeSpan.FromMinutes(11));
            else if (what == "trash") await alice.TrashAsync(file);
            else if (what == "trash the folder") await alice.TrashAsync(folder);
            else await (await (what switch
            {
                "revoke" => alice.RevokeAsync(target, grant),
                "give back" => bob.RevokeAsync(target, grant),
                "move away" => alice.MoveAsync(file, null),
                "leave" => bob.RemoveMemberAsync(group!.Value, bob),
                _ => alice.DeleteGroupAsync(group!.Value),
            })).SucceededAsync();
        }
    }

    /// <summary>Whether the file is found and counted in every way in which it could be.</summary>
    private static async Task IsSeenAsync(TestUser user, bool seen)
    {
        foreach (var query in new object[]
        {
            new { query = "secret", facets = Facets }, new { query = "secr", facets = Facets }, new { query = "sekret", facets = Facets }, new { query = "classified", facets = Facets },
            new { query = "tag:classified", facets = Facets }, new { query = "\"secret budget\"", facets = Facets }, new { query = "-draft type:file", facets = Facets }, new { type = "file", facets = Facets },
            new { query = "budget", facets = Facets }, new { query = "budget ext:txt -owner:me", facets = Facets }, new { tags = new[] { "classified" }, facets = Facets, order = "name" },
        })
        {
            var found = await user.SearchAsync(query);
            var said = $"{JsonSerializer.Serialize(query)}: {found}";
            Assert.True(Searching.Names(found) == (seen ? "secret budget.txt" : ""), said);
            Assert.True(found.GetProperty("total").GetInt64() == (seen ? 1 : 0), said);
            foreach (var facet in Facets) Assert.True(found.GetProperty("facets").GetProperty(facet).GetArrayLength() == (seen ? 1 : 0), said);
        }

        Assert.Equal(seen ? "secret budget.txt" : "", await user.SuggestAsync("secr"));
        Assert.Equal(seen ? "secret budget.txt" : "", await user.SuggestAsync("budg"));
    }

    [Fact]
    public async Task What_comes_back_out_of_the_trash_is_found_again()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("Trashable");
        await alice.UploadAsync("found again.txt", [1], folder);

        await alice.TrashAsync(folder);
        Assert.Equal("", await alice.FindAsync("found"));
        Assert.Equal("", await alice.FindAsync("trashable"));
        await (await alice.RestoreAsync(folder)).SucceededAsync();
        Assert.Equal("found again.txt", await alice.FindAsync("found"));
        Assert.Equal("Trashable", await alice.FindAsync("trashable"));
    }

    [Fact]
    public async Task The_path_of_a_hit_begins_where_the_caller_may_read()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var below = await alice.CreateFolderAsync("Below", await alice.CreateFolderAsync("Hidden above"));
        await alice.UploadAsync("pathfinder.txt", [1], below);
        await alice.ShareAsync(below, bob, "write");

        var hit = (await bob.SearchAsync(new { query = "pathfinder" })).GetProperty("data")[0];
        var suggested = (await bob.GetJsonAsync("/v1/search/suggest?q=pathf"))[0];

        Assert.Equal(("/Below/pathfinder.txt", "write", false), (hit.Text("full_path"), hit.Text("permission_type"), hit.GetProperty("is_starred").GetBoolean()));
        Assert.Equal("/Below/pathfinder.txt", suggested.Text("full_path"));
        Assert.Equal("", await bob.FindAsync("hidden"));
    }

    [Fact]
    public async Task Below_a_folder_only_what_is_below_it_is_found()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        var inner = await alice.CreateFolderAsync("inner marble", top);
        await alice.UploadAsync("marble one", [1], top);
        await alice.UploadAsync("marble two", [2], inner);
        await alice.UploadAsync("marble three", [3]);
        await alice.ShareAsync(top, bob, "read");

        foreach (var user in new[] { alice, bob })
        {
            Assert.Equal("marble two, marble one, inner marble", Searching.Names(await user.SearchAsync(new { query = "marble", @in = top })));
            Assert.Equal("marble two", Searching.Names(await user.SearchAsync(new { query = $"marble in:{inner}" })));
            Assert.Equal("marble one, inner marble", Searching.Names(await user.SearchAsync(new { query = "marble", parent_id = top })));
            Assert.Equal("marble two, marble one", Searching.Names(await user.SearchAsync(new { type = "file", @in = top })));
            Assert.Equal("marble one", Searching.Names(await user.SearchAsync(new { query = "-inner -two", parent_id = top })));
        }

        Assert.Equal("marble two, marble one, inner marble", await alice.FindAsync("marble in:/top"));
        Assert.Equal("marble two", await alice.FindAsync("marble in:\"/top/inner marble\""));
        Assert.Equal("marble three, marble two, marble one, inner marble", await alice.FindAsync("marble in:/"));
        await (await bob.PostAsync("/v1/search", new { query = "marble in:/top" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }
}
