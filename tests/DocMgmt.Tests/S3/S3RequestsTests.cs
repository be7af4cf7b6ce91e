using DocMgmt.Tests.Direct;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.S3;

/// <summary>How many requests of the store a use takes: each is a way there and back, and is paid for.</summary>
public class S3RequestsTests(Api api)
{
    [Fact]
    public async Task What_a_small_file_takes()
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        await using var service = await api.StartAsync([.. S3Server.Instance.Settings(proxy.Address), $"Blobs__S3__PublicUrl={S3Server.Instance.Address}", "Downloads__Mode=Proxy"]);
        await service.PauseJobsAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var asked = new List<string>();
        proxy.Meet = request =>
        {
            lock (asked) asked.Add($"{request.Method} {request.Path.Value!.Split('/')[2]}{(request.Headers.ContainsKey("x-amz-copy-source") ? " by copy" : "")}");
            return null;
        };

        var file = await alice.UploadAsync("a.bin", content);
        Assert.Equal("PUT staging, HEAD staging, PUT blobs by copy, HEAD staging, DELETE staging", Taken());
        await alice.UploadAsync("b.bin", content);
        Assert.Equal("PUT staging, HEAD staging, PUT blobs by copy, HEAD blobs, HEAD staging, PUT staging, DELETE receiving, DELETE blobs, DELETE staging", Taken());
        await alice.DownloadAsync(file.Id());
        Assert.Equal("HEAD blobs, GET blobs", Taken());
        await alice.SendStraightAsync("c.bin", TestUser.NewContent());
        Assert.Equal("HEAD blobs, GET blobs, PUT staging, HEAD staging, HEAD blobs, HEAD staging, DELETE staging", Taken());

        string Taken()
        {
            service.Settle(); // after the answer
            lock (asked)
            {
                var taken = string.Join(", ", asked);
                asked.Clear();
                return taken;
            }
        }
    }
}
