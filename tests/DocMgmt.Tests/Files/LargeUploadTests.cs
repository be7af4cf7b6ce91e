using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Alone in its time, since it counts what this process allocates.</summary>
[CollectionDefinition(nameof(LargeUploadTests), DisableParallelization = true)]
[Collection(nameof(LargeUploadTests))]
public class LargeUploadTests(Api api)
{
    private const int Length = 64 << 20;

    [Fact]
    public async Task A_large_file_goes_up_and_down_in_constant_memory()
    {
        var alice = await api.NewUserAsync();
        var warm = await alice.UploadAsync("warm.bin", TestUser.NewContent(1 << 20));
        await alice.DownloadAsync(warm.Id());
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var source = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        source.SetLength(Length);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1/files/content?item_name=large.bin") { Content = new StreamContent(source) };
        var file = await (await alice.Http.SendAsync(request)).SucceededAsync();
        using var response = await alice.Http.GetAsync(new Uri($"/v1/files/{file.Id()}/download", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await using var target = Stream.Null;
        await response.Content.CopyToAsync(target);

        Assert.Equal(Length, file.GetProperty("size_bytes").GetInt64());
        Assert.Equal(Length, response.Content.Headers.ContentLength);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, Length / 4);
    }
}
