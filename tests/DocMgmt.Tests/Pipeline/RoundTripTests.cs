using System.Net.Http.Json;
using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>What a request costs, in statements and in round trips to the database: the access decision costs none of its own.</summary>
public partial class RoundTripTests(Api api)
{
    [Fact]
    public async Task A_query_is_one_statement_in_one_round_trip()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        foreach (var n in Enumerable.Range(1, 3)) await api.Service.StarAsync(await alice.CreateFolderAsync($"{n}", folder), bob);
        await api.Service.GrantToGroupAsync(folder, bob, 2);
        var group = await bob.CreateGroupAsync("Team");
        using var statements = new Statements();
        var cursor = (await bob.GetJsonAsync($"/v1/items?parent_id={folder}&page_size=1")).Text("next_cursor");

        foreach (var path in new[]
        {
            $"/v1/items/{folder}", "/v1/items", $"/v1/items?parent_id={folder}", $"/v1/items?parent_id={folder}&type=folder&starred=true&page=2&page_size=1",
            $"/v1/items?parent_id={folder}&page_size=1&cursor={cursor}", "/v1/items?starred=true",
            $"/v1/items/{folder}/children?order=-size&folders_first=true", $"/v1/items?parent_id={folder}&recursive=true", "/v1/items/recent?$count=true", "/v1/items/starred?order=updated_at",
            "/v1/items/by-path?path=/", $"/v1/items/{folder}/access", "/v1/shared-with-me", "/v1/transfers",
            "/v1/groups", $"/v1/groups/{group}", $"/v1/groups/{group}/members",
        })
        {
            var heard = await statements.OfAsync(bob, HttpMethod.Get, path);
            Assert.DoesNotContain(";", Comment().Replace(Assert.Single(heard), ""), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("file")]
    public async Task Making_an_item_takes_three_round_trips(string type)
    {
        var alice = await api.NewUserAsync();
        using var statements = new Statements();

        foreach (var name in new[] { "first", "second" })
        {
            var heard = await statements.OfAsync(alice, HttpMethod.Post, "/v1/items", JsonContent.Create(new { item_name = name, type }));
            Assert.InRange(heard.Count, 1, 3);
            Assert.Contains(heard, text => text.Contains("COMMIT", StringComparison.Ordinal));
        }
    }

    /// <summary>Admission, then the command's locks, its statements and its COMMIT; a condition is judged under one lock more.</summary>
    [Theory]
    [InlineData(null, 4)]
    [InlineData("If-Match: *", 5)]
    [InlineData("If-None-Match: \"7-0\"", 5)]
    public async Task Making_a_version_takes_one_round_trip_more_only_where_there_is_a_condition(string? condition, int expected)
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("f", TestUser.NewContent());
        using var statements = new Statements();

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var heard = await statements.OfAsync(alice, HttpMethod.Put, "/v1/files/content?item_name=f", new ByteArrayContent(TestUser.NewContent()), condition);
            Assert.Equal(expected, heard.Count(text => text != "BEGIN"));
        }
    }

    [GeneratedRegex("--[^\n]*", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Comment();
}
