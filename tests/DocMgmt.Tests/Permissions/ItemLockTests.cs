using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

/// <summary>A grant that ends while a command waits for an item's own row, after it was admitted, counts no more.</summary>
public class ItemLockTests(Api api)
{
    private static readonly Dictionary<string, (bool OfFolder, Func<LockWorld, Task<HttpResponseMessage>> Ask)> Commands = new(StringComparer.Ordinal)
    {
        ["rename"] = (false, w => w.Bob.RenameAsync(w.File, "x")),
        ["rename the folder"] = (true, w => w.Bob.RenameAsync(w.Inner, "x")),
        ["describe"] = (false, w => w.Bob.PatchAsync($"/v1/items/{w.File}", new { description = "x" })),
        ["move"] = (false, w => w.Bob.MoveAsync(w.File, w.To)),
        ["move the folder"] = (true, w => w.Bob.MoveAsync(w.Inner, w.To)),
        ["put into the trash"] = (false, w => w.Bob.DeleteAsync($"/v1/items/{w.File}")),
        ["put the folder into the trash"] = (true, w => w.Bob.DeleteAsync($"/v1/items/{w.Inner}")),
        ["upload a version"] = (false, w => w.Bob.PutContentAsync("f", TestUser.NewContent(), w.Folder)),
    };

    public static TheoryData<string, int> Cells()
    {
        var cells = new TheoryData<string, int>();
        foreach (var command in Commands.Keys)
        {
            foreach (var left in new[] { 0, 1, 2 }) cells.Add(command, left);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task What_is_left_of_a_grant_when_the_row_is_there_decides(string command, int left)
    {
        var world = await LockWorld.MakeAsync(api.Service);
        var (ofFolder, ask) = Commands[command];
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE", ofFolder ? world.Inner : world.File);

        var waiting = ask(world);
        await holder.BlocksAsync(api.Service, waiting);
        await api.Service.RevokeAsync(world.Folder, world.Bob);
        if (left > 0) await api.Service.GrantAsync(world.Folder, world.Bob, left);
        await holder.CommitAsync();

        var answer = await waiting;
        if (left == 2)
        {
            await answer.SucceededAsync();
            return;
        }

        if (left == 0) await answer.IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        else await answer.IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        var children = (await world.Alice.GetJsonAsync($"/v1/items?parent_id={world.Folder}")).GetProperty("data").EnumerateArray().ToList();
        Assert.Equal(["f", "inner"], children.Select(c => c.Text("item_name")).Order(StringComparer.Ordinal));
        Assert.Equal(1, children.Single(c => c.Id() == world.File).GetProperty("version_count").GetInt32());
        Assert.Null((await world.Alice.ItemAsync(world.File)).GetProperty("description").GetString());
    }

    [Fact]
    public async Task A_place_that_is_taken_away_while_the_item_is_waited_for_gets_nothing()
    {
        var world = await LockWorld.MakeAsync(api.Service);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE", world.File);

        var moving = world.Bob.MoveAsync(world.File, world.To);
        await holder.BlocksAsync(api.Service, moving);
        await api.Service.RevokeAsync(world.To, world.Bob);
        await holder.CommitAsync();

        await (await moving).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(world.Folder, (await world.Alice.ItemAsync(world.File)).GetProperty("parent_id").GetInt64());
    }

    [Fact]
    public async Task Taking_grants_along_needs_admin_at_the_place_when_the_row_is_there()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (file, place) = ((await alice.UploadAsync("f", TestUser.NewContent())).Id(), await bob.CreateFolderAsync("place"));
        await api.Service.GrantAsync(place, alice, 3);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE", file);

        var moving = alice.PostAsync($"/v1/items/{file}/move", new { parent_id = place, keep_permissions = true });
        await holder.BlocksAsync(api.Service, moving);
        await api.Service.ExecuteAsync("UPDATE permissions SET level = 2 WHERE item_id = $1", place);
        await holder.CommitAsync();

        await (await moving).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        Assert.Equal(alice.Id, (await alice.ItemAsync(file)).GetProperty("owner_id").GetInt64());
    }

    [Fact]
    public async Task Who_signs_out_meanwhile_changes_nothing()
    {
        var world = await LockWorld.MakeAsync(api.Service);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE", world.File);

        var renaming = world.Bob.RenameAsync(world.File, "x");
        await holder.BlocksAsync(api.Service, renaming);
        await api.Service.DisableAsync(world.Bob);
        await holder.CommitAsync();

        await (await renaming).IsProblemAsync(HttpStatusCode.Unauthorized, "session_ended");
    }

    /// <summary>A star takes no lock before it is admitted; it waits for whoever changes the row that it refers to.</summary>
    [Fact]
    public async Task A_star_on_what_is_taken_away_meanwhile_is_none()
    {
        var world = await LockWorld.MakeAsync(api.Service);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM items WHERE id = $1 FOR UPDATE", world.File);

        var starring = world.Bob.PatchAsync($"/v1/items/{world.File}", new { is_starred = true });
        await holder.BlocksAsync(api.Service, starring);
        await api.Service.RevokeAsync(world.Folder, world.Bob);
        await holder.CommitAsync();

        await (await starring).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM stars WHERE user_id = $1", world.Bob.Id));
    }
}
