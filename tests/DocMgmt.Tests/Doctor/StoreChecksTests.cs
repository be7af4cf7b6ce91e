using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Doctor;

/// <summary>What is wrong in the store is found.</summary>
public class StoreChecksTests(Api api)
{
    private const string Key = "/ab/abababababababababababababababababababababababababababababababab-0123456789abcdef";

    [Fact]
    public async Task Bytes_that_are_missing_or_of_another_length_are_found()
    {
        await using var world = await World.StartAsync(api);
        var name = world.Service.Published(world.Shared).Single();

        world.Service.Store.Write(name, world.Shared[1..]);
        Assert.Contains("has 999 bytes in the store, not 1000", await OnlyAsync(world, "blob_bytes", deep: false), StringComparison.Ordinal);

        world.Service.Store.Delete(name);
        Assert.Contains("are missing", await OnlyAsync(world, "blob_bytes", deep: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_of_a_blob_that_nothing_refers_to_any_more_are_looked_at_too()
    {
        await using var world = await World.StartAsync(api);
        await world.BreakAsync("DELETE FROM versions WHERE item_id = item('empty.bin')");
        await world.BreakAsync("UPDATE items SET current_version_id = NULL, version_count = 0 WHERE name = 'empty.bin'");
        await world.BreakAsync("UPDATE blobs SET ref_count = 0, orphaned_at = now() WHERE size = 0");
        await world.Service.DoctorAsync();

        world.Service.Store.Delete(world.Service.Published([]).Single());

        Assert.Contains("of 0 versions", await OnlyAsync(world, "blob_bytes", deep: false), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_deep_look_finds_a_flipped_bit()
    {
        await using var world = await World.StartAsync(api);
        var rotten = world.Shared.ToArray();
        rotten[500] ^= 1;
        world.Service.Store.Write(world.Service.Published(world.Shared).Single(), rotten);

        await world.Service.DoctorAsync(deep: false);

        Assert.Contains("another hash", await OnlyAsync(world, "blob_bytes", deep: true), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_blob_that_is_marked_as_damaged_is_a_finding()
    {
        await using var world = await World.StartAsync(api);
        await world.BreakAsync("UPDATE blobs SET state = 'damaged' WHERE ref_count = 2");

        Assert.Contains("is marked as damaged", await OnlyAsync(world, "blob_bytes", deep: false), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Key, "nothing refers to it")]
    [InlineData("/cd" + "/abababababababababababababababababababababababababababababababab-0123456789abcdef", "this is no key")]
    [InlineData("/ab/notes.txt", "this is no key")]
    [InlineData("/.hidden", "this is no key")]
    public async Task What_nothing_knows_is_found_and_stays(string name, string says)
    {
        await using var world = await World.StartAsync(api);
        world.Service.Store.Write("blobs" + name, "?");

        Assert.Contains(says, await OnlyAsync(world, "unknown_objects", deep: true), StringComparison.Ordinal);
        Assert.True(world.Service.Store.Exists("blobs" + name));
    }

    [Fact]
    public async Task Bytes_that_a_pending_upload_has_lost_are_found()
    {
        await using var world = await World.StartAsync(api);
        world.Service.Store.Delete(world.Service.Staged(world.Pending).Single());

        Assert.Contains("has to send them again", await OnlyAsync(world, "staged_uploads", deep: true), StringComparison.Ordinal);

        await world.Service.ExecuteAsync("UPDATE uploads SET expires_at = now()");
        await world.Service.DoctorAsync();
    }

    [Fact]
    public async Task Pieces_that_an_upload_counts_on_and_has_lost_are_found()
    {
        await using var world = await World.StartAsync(api);
        world.Service.Store.Delete(world.Service.Store.List("pieces/").Single());

        Assert.Contains("400 bytes that it received", await OnlyAsync(world, "resumable_pieces", deep: false), StringComparison.Ordinal);

        await world.Service.ExecuteAsync("UPDATE resumable_uploads SET expires_at = now()");
        await world.Service.DoctorAsync();
    }

    [Fact]
    public async Task Ten_examples_are_given_and_all_are_counted()
    {
        await using var world = await World.StartAsync(api);
        for (var i = 10; i < 22; i++) world.Service.Store.Write($"blobs/{Key[1..^2]}{i}", "?");

        var finding = (await world.Service.ExamineAsync()).GetProperty("findings")[0];

        Assert.Equal(12, finding.GetProperty("count").GetInt64());
        Assert.Equal(10, finding.GetProperty("examples").GetArrayLength());
    }

    private static async Task<string> OnlyAsync(World world, string check, bool deep)
    {
        var report = await world.Service.ExamineAsync(deep);
        var finding = Assert.Single(report.GetProperty("findings").EnumerateArray());
        Assert.Equal(check, finding.Text("check"));
        Assert.Equal(1, finding.GetProperty("count").GetInt64());
        return finding.GetProperty("examples")[0].GetString()!;
    }
}
