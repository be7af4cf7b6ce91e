using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Tags;

public class ItemTagsTests(Api api)
{
    [Fact]
    public async Task Without_a_tag_there_is_nothing_in_the_answer()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.PostJsonAsync($"/v1/items/{file}/tags", new { name = "only" });

        var left = await alice.SendAsync(HttpMethod.Put, $"/v1/items/{file}/tags", System.Net.Http.Json.JsonContent.Create(new { tags = Array.Empty<string>() }), null);

        Assert.Equal(0, (await left.SucceededAsync()).GetArrayLength());
    }

    [Fact]
    public async Task Names_make_what_is_missing_and_replace_what_was_there()
    {
        var alice = await api.NewUserAsync();
        var (file, folder) = ((await alice.UploadAsync("f", TestUser.NewContent())).Id(), await alice.CreateFolderAsync("F"));

        await alice.CarryAsync(file, "b", "a", "B ");
        await alice.CarryAsync(folder, "A", "c");
        Assert.Equal(("a 2, b 1", "a 2, c 1"), (await alice.CarriedAsync(file), await alice.CarriedAsync(folder)));
        await alice.CarryAsync(file, "c", "d");
        Assert.Equal("c 2, a 1, d 1, b 0", await alice.TagsAsync());
        await alice.CarryAsync(file);

        Assert.Equal("", await alice.CarriedAsync(file));
        Assert.Equal("a 1, c 1, b 0, d 0", await alice.TagsAsync());
    }

    [Fact]
    public async Task Ids_are_as_good_as_names()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var (a, b) = (await alice.CreateTagAsync("a"), await alice.CreateTagAsync("b"));

        await (await alice.PutTagsAsync(file, new { tag_ids = new[] { b, a, b } })).SucceededAsync();
        Assert.Equal("a 1, b 1", await alice.CarriedAsync(file));
        await (await alice.PutTagsAsync(file, new { tag_ids = new[] { b } })).SucceededAsync();
        Assert.Equal("b 1, a 0", await alice.TagsAsync());
    }

    [Fact]
    public async Task One_comes_on_by_name_or_id_and_goes_by_id()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var a = await alice.CreateTagAsync("a");

        await alice.PostJsonAsync($"/v1/items/{file}/tags", new { name = "b" });
        await alice.PostJsonAsync($"/v1/items/{file}/tags", new { tag_id = a });
        Assert.Equal("a 1, b 1", await alice.CarriedAsync(file));
        await (await alice.DeleteAsync($"/v1/items/{file}/tags/{a}")).SucceededAsync();
        await (await alice.DeleteAsync($"/v1/items/{file}/tags/{a}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        for (var n = 0; n < 2; n++) await (await alice.SendAsync(HttpMethod.Put, $"/v1/items/{file}/tags/{a}", null, null)).SucceededAsync();

        Assert.Equal("a 1, b 1", await alice.CarriedAsync(file));
    }

    [Theory]
    [InlineData("PUT", "{}")]
    [InlineData("PUT", """{"tags": ["a"], "tag_ids": [1]}""")]
    [InlineData("PUT", """{"tags": [], "tag_ids": []}""")]
    [InlineData("PUT", """{"tags": [null]}""")]
    [InlineData("PUT", """{"tag_ids": ["x"]}""")]
    [InlineData("PUT", """{"tags": "a"}""")]
    [InlineData("PUT", """{"tags": ["\ud800"]}""")]
    [InlineData("POST", "{}")]
    [InlineData("POST", """{"tag_id": 1, "name": "a"}""")]
    [InlineData("POST", """{"name": "\udfff"}""")]
    public async Task What_says_nothing_clear_is_refused(string method, string body)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.CarryAsync(file, "kept");

        var answer = await alice.SendAsync(new(method), $"/v1/items/{file}/tags", new StringContent(body, null, "application/json"), null);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("kept 1", await alice.CarriedAsync(file));
    }

    [Fact]
    public async Task An_item_carries_a_hundred()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var names = Enumerable.Range(0, 101).Select(n => $"t{n}").ToArray();

        await (await alice.PutTagsAsync(file, new { tags = names })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await alice.CarryAsync(file, names[..100]);
        await (await alice.PostAsync($"/v1/items/{file}/tags", new { name = names[100] })).IsProblemAsync(HttpStatusCode.Conflict, "too_many_item_tags");

        await (await alice.DeleteAsync($"/v1/items/{file}/tags/{await alice.TagIdAsync("t7")}")).SucceededAsync();
        await alice.PostJsonAsync($"/v1/items/{file}/tags", new { name = names[100] });
    }

    [Fact]
    public async Task Tags_of_other_drives_and_of_none_are_unknown_alike()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (file, kept, his) = ((await alice.UploadAsync("f", TestUser.NewContent())).Id(), await alice.CreateTagAsync("kept"), await bob.CreateTagAsync("his"));
        await alice.CarryAsync(file, "kept");

        var answers = new HashSet<string>();
        foreach (var id in new[] { his, long.MaxValue, -1 })
        {
            var answer = await alice.PutTagsAsync(file, new { tag_ids = new[] { kept, id } });
            await answer.IsProblemAsync(HttpStatusCode.UnprocessableEntity, "tag_unknown");
            answers.Add((await answer.JsonAsync()).Text("detail"));
            await (await alice.PostAsync($"/v1/items/{file}/tags", new { tag_id = id })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
            await (await alice.SendAsync(HttpMethod.Put, $"/v1/items/{file}/tags/{id}", null, null)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }

        Assert.Single(answers);
        Assert.Equal("kept 1", await alice.CarriedAsync(file));
    }

    /// <summary>Ids can be guessed: what somebody else's item carries must not show by hanging it on one's own.</summary>
    [Fact]
    public async Task A_writer_can_not_guess_the_owner_s_tags_by_their_ids()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (given, secret) = (await alice.CreateFolderAsync("given"), (await alice.UploadAsync("secret", TestUser.NewContent())).Id());
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), given)).Id();
        await api.Service.GrantAsync(given, bob, 2);
        await alice.CarryAsync(secret, "merger");
        await alice.CarryAsync(given, "shared");
        var (hidden, seen) = (await alice.TagIdAsync("merger"), await alice.TagIdAsync("shared"));

        await (await bob.PutTagsAsync(file, new { tag_ids = new[] { hidden } })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "tag_unknown");
        await (await bob.PostAsync($"/v1/items/{file}/tags", new { tag_id = hidden })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.PutTagsAsync(file, new { tag_ids = new[] { seen } })).SucceededAsync();

        Assert.Equal("shared 2", await bob.CarriedAsync(file));
    }
}
