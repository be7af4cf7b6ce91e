using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>Restoring what is meant to be in one state (RFC 9110, section 13.1.1).</summary>
public class RestoreConditionTests(Api api)
{
    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    public async Task What_is_in_the_trash_comes_back_as_the_state_that_is_meant(string type)
    {
        var alice = await api.NewUserAsync();
        var item = await alice.PostJsonAsync("/v1/items", new { item_name = "x", type });
        var before = await alice.TagAsync(item.Id());
        await alice.TrashAsync(item.Id());
        var revision = Assert.Single(await alice.TrashedAsync()).GetProperty("revision").GetInt64();

        foreach (var stale in new[] { before, "\"something\"" })
            await (await RestoreAsync(alice, stale, item.Id())).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Single(await alice.TrashedAsync());

        Assert.Equal("/x", (await (await RestoreAsync(alice, $"\"{revision}\"", item.Id())).SucceededAsync()).Text("full_path"));
    }

    [Fact]
    public async Task Where_it_is_obligatory_restoring_without_it_is_refused()
    {
        await using var service = await api.StartAsync("Items__RequireIfMatch=true");
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await (await alice.IfMatchAsync("*", HttpMethod.Delete, $"/v1/items/{folder}", null)).SucceededAsync();

        await (await alice.RestoreAsync(folder)).IsProblemAsync((HttpStatusCode)428, "precondition_required");
        await (await RestoreAsync(alice, "*", folder)).SucceededAsync();
    }

    [Fact]
    public async Task A_state_that_passed_while_it_waited_is_not_restored()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.TrashAsync(file);
        var revision = Assert.Single(await alice.TrashedAsync()).GetProperty("revision").GetInt64();
        await using var holder = await Holder.OfAsync(api.Service, "UPDATE items SET revision = revision + 1 WHERE id = $1", file);

        var restoring = RestoreAsync(alice, $"\"{revision}\"", file);
        await holder.BlocksAsync(api.Service, restoring);
        await holder.CommitAsync();

        await (await restoring).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Single(await alice.TrashedAsync());
    }

    private static Task<HttpResponseMessage> RestoreAsync(TestUser user, string tag, long item) => user.IfMatchAsync(tag, HttpMethod.Post, $"/v1/trash/{item}/restore", null);
}
