using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

/// <summary>What is made or copied may wait for its name or its content: what the maker may is judged again when it is there.</summary>
public class LateJudgementTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    [Theory]
    [InlineData("file", "original")]
    [InlineData("file", "place")]
    [InlineData("folder", "original")]
    [InlineData("folder", "place")]
    public async Task A_copy_that_waits_for_its_content_is_judged_again_on_both_sides(string what, string lost)
    {
        var service = own.Service;
        var world = await LockWorld.MakeAsync(service);
        await using var holder = await Holder.OfAsync(service, "SELECT id FROM blobs FOR UPDATE");

        var copying = world.Bob.CopyAsync(what == "file" ? world.File : world.Folder, new { parent_id = world.To, item_name = "copy" });
        await holder.BlocksAsync(service, copying);
        await service.RevokeAsync(lost == "place" ? world.To : world.Folder, world.Bob);
        if (lost == "place") await service.GrantAsync(world.To, world.Bob, 1);
        await holder.CommitAsync();

        if (lost == "place") await (await copying).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        else await (await copying).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await world.Alice.GetJsonAsync($"/v1/items?parent_id={world.To}")).GetProperty("data").EnumerateArray());
    }

    [Theory]
    [InlineData("folder")]
    [InlineData("file")]
    [InlineData("path")]
    public async Task What_is_made_waits_for_its_name_and_is_judged_again(string type)
    {
        var world = await LockWorld.MakeAsync(api.Service);
        await using var holder = await Holder.OfAsync(api.Service, """
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
            SELECT drive_id, id, 'folder', 'x', 'x', created_by, now(), now() FROM items WHERE id = $1
            """, world.To);

        var making = world.Bob.PostAsync("/v1/items", type == "path" ? new { path = "/x", parent_id = world.To } : new { item_name = "x", type, parent_id = world.To });
        await holder.BlocksAsync(api.Service, making);
        await api.Service.RevokeAsync(world.To, world.Bob);
        await api.Service.GrantAsync(world.To, world.Bob, 1);
        await holder.DisposeAsync(); // it is not made after all

        await (await making).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Empty((await world.Alice.GetJsonAsync($"/v1/items?parent_id={world.To}")).GetProperty("data").EnumerateArray());
    }

    /// <summary>Whenever it comes between a command's admission and its end: done and told, or not done and 404.</summary>
    [Fact]
    public async Task A_grant_that_comes_and_goes_while_commands_run_never_breaks_one()
    {
        var world = await LockWorld.MakeAsync(api.Service);
        await api.Service.RevokeAsync(world.Folder, world.Bob);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        var flickering = FlickerAsync(world, enough.Token);

        var (answers, n) = (new List<(string Path, HttpResponseMessage Answer)>(), 0);
        while (!enough.IsCancellationRequested)
        {
            var path = $"/{n++}/x";
            answers.Add((path, await world.Bob.PostAsync("/v1/items", new { path, parent_id = world.Folder })));
            answers.Add(("", await world.Bob.PatchAsync($"/v1/items/{world.File}", new { is_starred = n % 2 == 0 })));
            answers.Add(("", await world.Bob.CopyAsync(world.File, new { parent_id = world.Folder, item_name = $"c{n}" })));
        }

        await flickering;
        Assert.All(answers, a => Assert.True(a.Answer.IsSuccessStatusCode || a.Answer.StatusCode is HttpStatusCode.NotFound, $"{a.Answer.StatusCode}"));
        foreach (var (path, answer) in answers.Where(a => a.Path.Length > 0))
            Assert.Equal(answer.IsSuccessStatusCode ? HttpStatusCode.OK : HttpStatusCode.NotFound, (await world.Alice.GetAsync($"/v1/items/by-path?path=/F{path}")).StatusCode);
    }

    private async Task FlickerAsync(LockWorld world, CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await api.Service.GrantAsync(world.Folder, world.Bob, 2);
            await api.Service.RevokeAsync(world.Folder, world.Bob);
        }
    }
}
