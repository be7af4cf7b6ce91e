using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class GetItemTests(Api api)
{
    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("9223372036854775808")]
    [InlineData("-9223372036854775809")]
    [InlineData("99999999999999999999999999")]
    [InlineData("-1")]
    [InlineData("0")]
    [InlineData("x")]
    [InlineData("1.5")]
    public async Task An_id_that_nothing_has_is_not_found(string id)
    {
        var alice = await api.NewUserAsync();

        await (await alice.GetAsync($"/v1/items/{id}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task What_the_client_has_already_is_not_sent_again()
    {
        var alice = await api.NewUserAsync();
        var made = await alice.PostAsync("/v1/items", new { item_name = "F", type = "folder" });
        var id = (await made.SucceededAsync()).Id();
        var tag = made.Headers.ETag!.ToString();

        foreach (var known in new[] { tag, $"\"other\", {tag}", $"W/{tag}", "*" })
        {
            var response = await GetAsync(alice, id, known);
            Assert.Equal(HttpStatusCode.NotModified, response.StatusCode);
            Assert.Equal(tag, response.Headers.ETag!.ToString());
            Assert.Empty(await response.Content.ReadAsByteArrayAsync());
        }

        foreach (var unknown in new[] { "\"other\"", "\"1\"", "nonsense" }) Assert.Equal(HttpStatusCode.OK, (await GetAsync(alice, id, unknown)).StatusCode);
    }

    [Fact]
    public async Task An_items_tag_is_the_same_wherever_the_item_is_answered()
    {
        var alice = await api.NewUserAsync();

        var uploaded = await alice.PutContentAsync("a.bin", TestUser.NewContent());

        var id = (await uploaded.SucceededAsync()).Id();
        Assert.Equal(await TagAsync(alice, id), uploaded.Headers.ETag!.ToString());
        Assert.Equal(await TagAsync(alice, id), (await alice.GetAsync("/v1/items/by-path?path=/a.bin")).Headers.ETag!.ToString());
    }

    [Fact]
    public async Task A_star_and_an_ancestors_new_name_change_the_tag_and_not_the_revision()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var id = await alice.CreateFolderAsync("F", top);
        var plain = await TagAsync(alice, id);

        await api.Service.StarAsync(id, alice);
        var starred = await TagAsync(alice, id);
        await api.Service.ExecuteAsync("UPDATE items SET name = 'other' WHERE id = $1", top);
        var renamed = await TagAsync(alice, id);

        Assert.Equal(3, new[] { plain, starred, renamed }.Distinct().Count());
        Assert.Single(new[] { plain, starred, renamed }.Select(t => t.Split('-')[0]).Distinct());
        Assert.Equal(HttpStatusCode.OK, (await GetAsync(alice, id, plain)).StatusCode);
    }

    [Fact]
    public async Task Being_read_does_not_change_the_tag()
    {
        var alice = await api.NewUserAsync();
        var id = await alice.CreateFolderAsync("F");
        var before = await TagAsync(alice, id);

        await Eventually.IsTrueAsync(async () => (await alice.GetJsonAsync($"/v1/items/{id}")).GetProperty("last_accessed_at").ValueKind.ToString() == "String");

        Assert.Equal(before, await TagAsync(alice, id));
    }

    [Fact]
    public async Task An_item_may_be_kept_by_its_reader_only_and_is_asked_for_each_time()
    {
        var alice = await api.NewUserAsync();
        var id = await alice.CreateFolderAsync("F");

        foreach (var path in new[] { $"/v1/items/{id}", "/v1/items", "/v1/items/by-path?path=/F" })
            Assert.Equal("no-cache, private", (await alice.GetAsync(path)).Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Nobody_reads_without_signing_in()
    {
        var alice = await api.NewUserAsync();
        var id = await alice.CreateFolderAsync("F");
        using var nobody = api.Service.Anonymous();

        foreach (var path in new[] { $"/v1/items/{id}", "/v1/items", "/v1/items/by-path?path=/F", "/v1/items?starred=true" })
            await (await nobody.GetAsync(new Uri(path, UriKind.Relative))).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
    }

    private static async Task<string> TagAsync(TestUser user, long id) => (await user.GetAsync($"/v1/items/{id}")).Headers.ETag!.ToString();

    private static async Task<HttpResponseMessage> GetAsync(TestUser user, long id, string ifNoneMatch)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/v1/items/{id}");
        request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        return await user.Http.SendAsync(request);
    }
}
