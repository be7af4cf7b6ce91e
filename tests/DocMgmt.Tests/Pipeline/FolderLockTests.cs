using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Who makes something in a folder meets whoever moves or trashes that folder at the folder's row and, for folders, at the drive's lock.</summary>
public class FolderLockTests(Api api)
{
    [Theory]
    [InlineData("folder")]
    [InlineData("file")]
    public async Task Making_something_in_a_folder_that_is_being_trashed_waits_and_then_finds_none(string type)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await using var holder = await HoldAsync("SELECT id FROM folders WHERE id = $1 FOR UPDATE", folder);

        var making = alice.PostAsync("/v1/items", new { item_name = "x", type, parent_id = folder });
        await holder.BlocksAsync(api.Service, making);
        await holder.RunAsync("UPDATE items SET trashed_at = now() WHERE id = $1", folder);
        await holder.RunAsync("UPDATE folders SET trash_id = id WHERE id = $1", folder);
        await holder.CommitAsync();

        await (await making).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM items WHERE parent_id = $1", folder));
    }

    [Fact]
    public async Task Whoever_waits_too_long_for_a_folder_is_asked_to_come_again()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await using (await HoldAsync("SELECT id FROM folders WHERE id = $1 FOR UPDATE", folder))
        {
            var response = await alice.PostAsync("/v1/items", new { item_name = "x", type = "file", parent_id = folder });

            await response.IsProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
            Assert.InRange(response.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        }

        await alice.CreateFolderAsync("x", folder);
    }

    [Fact]
    public async Task Whom_the_folder_refuses_waits_for_nobody()
    {
        var (alice, reader, stranger) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.GrantAsync(folder, reader, 1);
        await using var holder = await HoldAsync("SELECT id FROM folders WHERE id = $1 FOR UPDATE", folder);
        await holder.RunAsync("SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", folder);
        var body = new { item_name = "x", type = "folder", parent_id = folder };

        await (await stranger.PostAsync("/v1/items", body).WaitAsync(TimeSpan.FromSeconds(4))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await reader.PostAsync("/v1/items", body).WaitAsync(TimeSpan.FromSeconds(4))).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Fact]
    public async Task Those_who_add_to_a_folder_do_not_wait_for_each_other()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.ExecuteAsync("UPDATE items SET updated_at = updated_at - interval '1 minute' WHERE id = $1", folder);
        await using var holder = await HoldAsync("SELECT id FROM folders WHERE id = $1 FOR SHARE", folder);
        await holder.RunAsync("SELECT pg_advisory_xact_lock_shared(drive_id) FROM folders WHERE id = $1", folder);
        await holder.RunAsync("SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE", folder); // the parent is being touched

        await alice.CreateFolderAsync("x", folder).WaitAsync(TimeSpan.FromSeconds(4));
        await alice.UploadAsync("y", TestUser.NewContent(), folder).WaitAsync(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public async Task Making_a_folder_waits_for_who_holds_the_drive_and_making_a_file_does_not()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await using var holder = await HoldAsync("SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", folder);

        var making = alice.CreateFolderAsync("x", folder);
        await holder.BlocksAsync(api.Service, making);
        await alice.PostJsonAsync("/v1/items", new { item_name = "y", type = "file", parent_id = folder });
        Assert.False(making.IsCompleted);

        await holder.CommitAsync();
        await making;
    }

    [Fact]
    public async Task A_folder_that_went_to_another_drive_meanwhile_is_locked_in_that_one()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.GrantAsync(folder, alice, 2); // for when it is Bob's
        var bobs = await api.Service.RootAsync(bob);
        await using var old = await HoldAsync("SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", folder);
        await using var another = await HoldAsync("SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", bobs);

        var making = alice.PostJsonAsync("/v1/items", new { item_name = "x", type = "folder", parent_id = folder });
        await old.BlocksAsync(api.Service, making);
        await old.RunAsync("UPDATE items i SET drive_id = r.drive_id, parent_id = r.id FROM items r WHERE i.id = $1 AND r.id = $2", folder, bobs);
        await old.RunAsync("UPDATE folders f SET drive_id = r.drive_id, path = r.path || f.id || '/' FROM folders r WHERE f.id = $1 AND r.id = $2", folder, bobs);
        await old.CommitAsync();
        await another.BlocksAsync(api.Service, making);
        await another.CommitAsync();

        var made = await making;
        Assert.Equal(bob.Id, made.GetProperty("owner_id").GetInt64());
        Assert.Equal($"/{bobs}/{folder}/{made.Id()}/", await api.Service.ScalarAsync<string>("SELECT path FROM folders WHERE id = $1", made.Id()));
    }

    private Task<Holder> HoldAsync(string sql, long id) => Holder.OfAsync(api.Service, sql, id);
}
