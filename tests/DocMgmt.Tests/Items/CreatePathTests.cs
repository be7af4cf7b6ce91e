using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class CreatePathTests(Api api)
{
    [Fact]
    public async Task What_is_missing_is_made_and_what_is_there_is_found()
    {
        var alice = await api.NewUserAsync();
        var a = await alice.CreateFolderAsync("a");

        var made = await alice.PostAsync("/v1/items", new { path = "/a/b/c" });

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var folder = await made.JsonAsync();
        Assert.Equal(("/a/b/c", "folder"), (folder.Text("full_path"), folder.Text("type")));
        var again = await alice.PostAsync("/v1/items", new { path = "a//b/c/" });
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(folder.Id(), (await again.JsonAsync()).Id());
        Assert.Equal("/a/b/d", (await alice.PostJsonAsync("/v1/items", new { path = "b/d", parent_id = a })).Text("full_path"));
        Assert.Equal(4, await api.Service.ScalarAsync<long>("SELECT count(*) FROM events WHERE user_id = $1 AND action = 'create'", alice.Id));
    }

    [Fact]
    public async Task Twenty_who_make_one_path_make_it_once()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => alice.PostAsync("/v1/items", new { path = $"/a/b/c/d/{n % 2}" })));

        Assert.All(answers, a => Assert.True(a.IsSuccessStatusCode, $"{a.StatusCode}"));
        Assert.Equal(6 + 1, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE created_by = $1 OR drive_id = (SELECT id FROM drives WHERE owner_id = $1)", alice.Id));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task What_can_not_be_is_said_and_leaves_nothing()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("file", TestUser.NewContent());

        await (await alice.PostAsync("/v1/items", new { path = "/x/../y" })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/items", new { path = "//" })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/items", new { path = "/x", item_name = "y" })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/items", new { path = "/x/y", type = "file" })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/items", new { path = string.Join('/', Enumerable.Repeat("d", 101)) })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.PostAsync("/v1/items", new { path = "/file/x" })).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        await (await alice.PostAsync("/v1/items", new { path = "/x", parent_id = 999_999_999 })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(1, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt64());
    }
}
