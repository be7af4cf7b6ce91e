using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Trash;

/// <summary>Taking something out of a folder in the trash meets deleting that folder for good: whoever is first has it.</summary>
public class RestoreInsideRaceTests(OwnService own) : IClassFixture<OwnService>
{
    private readonly byte[] content = TestUser.NewContent();

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    public async Task Nothing_comes_out_of_what_is_being_purged(string type)
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (top, inner, file, deep) = await RestoreInsideTests.PlantAsync(alice, content);
        await alice.TrashAsync(top);
        await using var holder = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(drive_id) FROM items WHERE id = $1", top);
        var purging = alice.DeleteAsync($"/v1/trash/{top}");
        await holder.BlocksAsync(service, purging);
        var restoring = alice.RestoreAsync(type == "file" ? file : inner, new { parent_id = (long?)null });
        await Eventually.WaitForLockAsync(service, 2);
        await holder.CommitAsync();

        await (await purging).SucceededAsync();
        await (await restoring).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(0, await alice.UsedBytesAsync());
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM items WHERE id = ANY ($1)", new[] { top, inner, file, deep }));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_purge_that_comes_second_takes_the_rest()
    {
        var service = own.Service;
        var alice = await service.NewUserAsync();
        var (top, inner, _, deep) = await RestoreInsideTests.PlantAsync(alice, content);
        await alice.TrashAsync(top);
        await using var holder = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(drive_id) FROM items WHERE id = $1", top);
        var restoring = alice.RestoreAsync(inner, new { parent_id = (long?)null });
        await holder.BlocksAsync(service, restoring);
        var purging = alice.DeleteAsync($"/v1/trash/{top}");
        await Eventually.WaitForLockAsync(service, 2);
        await holder.CommitAsync();

        await (await restoring).SucceededAsync();
        await (await purging).SucceededAsync();
        Assert.Equal(content, await alice.DownloadAsync(deep));
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
        await service.DoctorAsync();
    }
}
