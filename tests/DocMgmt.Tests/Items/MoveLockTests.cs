using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

/// <summary>What became true while a command waited for a lock is what decides.</summary>
public class MoveLockTests(Api api)
{
    [Theory]
    [InlineData("rename")]
    [InlineData("move")]
    [InlineData("delete")]
    public async Task A_state_that_passed_while_a_change_waited_is_not_changed(string way)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var to = await alice.CreateFolderAsync("to");
        var tag = await alice.TagAsync(file);
        await using var holder = await Holder.OfAsync(api.Service, "UPDATE items SET revision = revision + 1 WHERE id = $1", file);

        var changing = way switch
        {
            "rename" => alice.IfMatchAsync(tag, HttpMethod.Patch, $"/v1/items/{file}", new { item_name = "x" }),
            "move" => alice.IfMatchAsync(tag, HttpMethod.Post, $"/v1/items/{file}/move", new { parent_id = to }),
            _ => alice.IfMatchAsync(tag, HttpMethod.Delete, $"/v1/items/{file}", null),
        };
        await holder.BlocksAsync(api.Service, changing);
        await holder.CommitAsync();

        await (await changing).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Equal("/f", await alice.PathAsync(file));
    }

    [Theory]
    [InlineData("from")]
    [InlineData("to")]
    public async Task A_grant_that_is_revoked_while_a_move_waits_no_longer_counts(string side)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (from, to) = (await alice.CreateFolderAsync("from"), await alice.CreateFolderAsync("to"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), from)).Id();
        foreach (var folder in new[] { from, to }) await api.Service.GrantAsync(folder, bob, 2);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM folders WHERE id = $1 FOR UPDATE", to);

        var moving = bob.MoveAsync(file, to);
        await holder.BlocksAsync(api.Service, moving);
        await api.Service.RevokeAsync(side == "from" ? from : to, bob);
        await holder.CommitAsync();

        await (await moving).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("/from/f", await alice.PathAsync(file));
    }

    [Fact]
    public async Task What_was_moved_while_somebody_waited_is_found_where_it_is()
    {
        var alice = await api.NewUserAsync();
        var (a, b) = (await alice.CreateFolderAsync("a"), await alice.CreateFolderAsync("b"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), a)).Id();
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM items WHERE id = $1 FOR UPDATE", file);

        var renaming = alice.RenameAsync(file, "g");
        await holder.BlocksAsync(api.Service, renaming);
        await holder.RunAsync("UPDATE items SET parent_id = $2 WHERE id = $1", file, b);
        await holder.CommitAsync();

        Assert.Equal("/b/g", (await (await renaming).SucceededAsync()).Text("full_path"));
    }

    [Fact]
    public async Task Who_locked_the_folder_that_a_file_left_locks_the_one_that_it_is_in()
    {
        var alice = await api.NewUserAsync();
        var (a, b) = (await alice.CreateFolderAsync("a"), await alice.CreateFolderAsync("b"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), a)).Id();
        await using var first = await Holder.OfAsync(api.Service, "SELECT id FROM folders WHERE id = $1 FOR UPDATE", a);
        await using var second = await Holder.OfAsync(api.Service, "SELECT id FROM folders WHERE id = $1 FOR UPDATE", b);

        var renaming = alice.RenameAsync(file, "g");
        await first.BlocksAsync(api.Service, renaming);
        await first.RunAsync("UPDATE items SET parent_id = $2 WHERE id = $1", file, b);
        await first.CommitAsync();
        await second.BlocksAsync(api.Service, renaming);
        await second.CommitAsync();

        Assert.Equal("/b/g", (await (await renaming).SucceededAsync()).Text("full_path"));
    }

    [Fact]
    public async Task Whom_the_places_refuse_waits_for_nobody()
    {
        var (alice, reader) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (from, to) = (await alice.CreateFolderAsync("from"), await alice.CreateFolderAsync("to"));
        await api.Service.GrantAsync(from, reader, 1);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM folders WHERE id = ANY (ARRAY[$1, $2]) FOR UPDATE", from, to);
        await holder.RunAsync("SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", from);

        await (await reader.MoveAsync(from, to).WaitAsync(TimeSpan.FromSeconds(4))).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await api.Service.GrantAsync(to, reader, 2);
        await (await reader.MoveAsync(from, to).WaitAsync(TimeSpan.FromSeconds(4))).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
        await (await reader.DeleteAsync($"/v1/items/{from}").WaitAsync(TimeSpan.FromSeconds(4))).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    /// <summary>Whoever makes a folder, or takes a file from one to another, holds the drive shared.</summary>
    [Theory]
    [InlineData("move")]
    [InlineData("trash")]
    [InlineData("restore")]
    [InlineData("purge")]
    public async Task What_rewrites_a_folder_s_subtree_has_the_drive_alone(string way)
    {
        var alice = await api.NewUserAsync();
        var (folder, to) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("to"));
        if (way is "restore" or "purge") await alice.TrashAsync(folder);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT pg_advisory_xact_lock_shared(drive_id) FROM folders WHERE id = $1", to);

        var rewriting = way switch
        {
            "move" => alice.MoveAsync(folder, to),
            "trash" => alice.DeleteAsync($"/v1/items/{folder}"),
            "restore" => alice.RestoreAsync(folder),
            _ => alice.DeleteAsync($"/v1/trash/{folder}"),
        };
        await holder.BlocksAsync(api.Service, rewriting);
        await holder.CommitAsync();

        await (await rewriting).SucceededAsync();
    }
}
