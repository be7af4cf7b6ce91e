using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Copies;

/// <summary>A folder with more in it than is copied at once: <c>big/</c> with <c>part 0</c> … <c>part 57</c>, in the order in which they are copied, each with 20 files of one content each.</summary>
internal sealed record LargeFolder(TestService Service, TestUser Owner, long Id, IReadOnlyList<long> Parts, byte[][] Contents)
{
    public const int Files = 20, Items = 1 + (58 * (1 + Files));

    public int Bytes => 58 * Contents.Sum(c => c.Length);

    public static async Task<LargeFolder> MakeAsync(TestService service)
    {
        var owner = await service.NewUserAsync();
        var contents = Enumerable.Range(0, Files).Select(n => TestUser.NewContent(100 + n)).ToArray();
        var big = await owner.CreateFolderAsync("big");
        var part = await owner.CreateFolderAsync("part 0", big);
        for (var n = 0; n < Files; n++) await owner.UploadAsync($"{n}", contents[n], part);
        var parts = new List<long> { part };
        for (var n = 1; n < 58; n++) parts.Add((await (await owner.CopyAsync(part, new { parent_id = big, item_name = $"part {n}" })).SucceededAsync()).Id());
        return new(service, owner, big, [.. parts.OrderBy(id => $"{id}/", StringComparer.Ordinal)], contents); // as they are copied
    }

    /// <summary>Asks for a copy of it, as a job; answers the job's id.</summary>
    public Task<long> CopyAsync(TestUser? by = null, object? body = null) => (by ?? Owner).CopyAsync(Id, body ?? new { item_name = "copy" }).QueuedAsync();

    /// <summary>Is in the way of a copy, at every file.</summary>
    public Task<Holder> HoldAsync() => Holder.OfAsync(Service, "SELECT 1 FROM blobs FOR UPDATE");

    /// <summary>Is in the way of a copy as soon as it comes to the parts from the 30th on: half of it is made by then.</summary>
    public async Task<Holder> HoldHalfAsync()
    {
        var late = TestUser.NewContent();
        await Owner.UploadAsync("z", late, Parts[40]);
        return await Holder.OfAsync(Service, "SELECT 1 FROM blobs WHERE size = 1000 FOR UPDATE");
    }

    public const string MadeBy = """
        SELECT 1 + (SELECT count(*) FROM folders top JOIN folders f ON starts_with(f.path, top.path) JOIN items i ON i.parent_id = f.id WHERE top.id = j.item_id) FROM jobs j WHERE j.id = $1
        """;

    /// <summary>Waits until the job's first things are made and it can't go on.</summary>
    public async Task HalfAsync(long job)
    {
        await Eventually.IsTrueAsync(async () => await Service.ScalarAsync<int>("SELECT position FROM jobs WHERE id = $1", job) >= 500);
        await Eventually.WaitForLockAsync(Service);
    }

    /// <summary>Checks that a copy left nothing behind.</summary>
    /// <param name="bytes">What the owner used before.</param>
    /// <param name="items">How many there were.</param>
    public async Task NothingIsLeftAsync(long bytes, long items)
    {
        await Eventually.IsTrueAsync(async () => await Service.ScalarAsync<long>("SELECT count(*) FROM items WHERE purging_at IS NOT NULL") == 0);
        Assert.Equal(items, await Service.ScalarAsync<long>("SELECT count(*) FROM items"));
        Assert.Equal(bytes, await Owner.UsedBytesAsync());
        Assert.Equal((58, 58), await Service.ReferencesAsync(Contents[0]));
        Assert.Equal(0, await Service.ScalarAsync<long>("SELECT count(*) FROM job_items"));
        await Service.DoctorAsync();
    }
}
