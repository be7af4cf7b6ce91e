using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>Whoever brings something into a folder meets whoever puts that folder into the trash: it is there, and went along, or it was refused.</summary>
public class TrashRaceTests(OwnService own) : IClassFixture<OwnService>
{
    private readonly byte[] content = TestUser.NewContent();

    public static TheoryData<string> Ways => ["upload", "new version", "former version", "complete", "move a file", "move a folder", "copy", "restore"];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Nothing_gets_into_a_folder_that_is_in_the_trash_by_then(string way)
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var bring = await PrepareAsync(alice, folder, way);
        var (bytes, items) = (await alice.UsedBytesAsync(), await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE parent_id = $1", folder));
        await using var holder = await Holder.OfAsync(service, "SELECT id FROM folders WHERE id = $1 FOR UPDATE", folder);

        var bringing = bring();
        await holder.BlocksAsync(service, bringing);
        await holder.RunAsync("UPDATE items SET trashed_at = now(), trashed_by = created_by WHERE id = $1", folder);
        await holder.RunAsync("UPDATE folders SET trash_id = id WHERE id = $1", folder);
        await holder.CommitAsync();

        Assert.Contains((await bringing).StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Conflict });
        Assert.Equal((bytes, items), (await alice.UsedBytesAsync(), await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE parent_id = $1", folder)));
        await service.DoctorAsync();
    }

    /// <summary>Whoever brings something in holds the folder's row, shared, until it is there.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task The_trash_waits_for_what_is_being_brought_in_and_takes_it_along(string way)
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var bring = await PrepareAsync(alice, folder, way);
        await using var holder = await Holder.OfAsync(service, Last(way), alice.Id);

        var bringing = bring();
        await holder.BlocksAsync(service, bringing);
        var trashing = alice.DeleteAsync($"/v1/items/{folder}");
        await Eventually.WaitForLockAsync(service, 2);
        await holder.CommitAsync();

        await (await bringing).SucceededAsync();
        await (await trashing).SucceededAsync();
        Assert.Single((await alice.GetJsonAsync($"/v1/trash/{folder}/children")).GetProperty("data").EnumerateArray());
        await service.DoctorAsync();
    }

    /// <summary>What they come to after the folder's row.</summary>
    private static string Last(string way) => way is "upload" or "new version" or "former version" or "complete" or "copy"
        ? "SELECT 1 FROM drives WHERE owner_id = $1 FOR UPDATE"
        : "SELECT 1 FROM items WHERE created_by = $1 AND name IN ('x', 'G') FOR UPDATE";

    private async Task<Func<Task<HttpResponseMessage>>> PrepareAsync(TestUser alice, long folder, string way)
    {
        switch (way)
        {
            case "upload":
                return () => alice.PutContentAsync("x", content, folder);
            case "new version":
                await alice.UploadAsync("x", TestUser.NewContent(), folder);
                return () => alice.PutContentAsync("x", content, folder);
            case "former version":
                var (versioned, versions) = await alice.UploadAllAsync("x", TestUser.NewContent(), TestUser.NewContent());
                await (await alice.MoveAsync(versioned, folder)).SucceededAsync();
                return () => alice.RestoreVersionAsync(versioned, versions[0]);
            case "complete":
                var upload = await alice.SendAsync("x", content, folder);
                return () => alice.CompleteAsync(upload.VersionId);
            case "restore":
                var gone = (await alice.UploadAsync("x", content, folder)).Id();
                await alice.TrashAsync(gone);
                return () => alice.RestoreAsync(gone, new { parent_id = folder });
            case "move a folder":
                var other = await alice.CreateFolderAsync("G");
                return () => alice.MoveAsync(other, folder);
            default:
                var file = (await alice.UploadAsync("x", content)).Id();
                return () => way == "copy" ? alice.CopyAsync(file, new { parent_id = folder }) : alice.MoveAsync(file, folder);
        }
    }
}
