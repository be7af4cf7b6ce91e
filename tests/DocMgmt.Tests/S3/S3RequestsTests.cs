using System.Net;
using DocMgmt.Tests.Direct;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Resumable;
using Microsoft.AspNetCore.Http;

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

    /// <summary>A bucket has millions of objects: only clean-up looks through it.</summary>
    [Fact]
    public async Task Nobody_who_asks_for_anything_has_the_bucket_listed()
    {
        await using var proxy = await S3FaultProxy.StartAsync();
        await using var service = await api.StartAsync([.. S3Server.Instance.Settings(proxy.Address), $"Blobs__S3__PublicUrl={S3Server.Instance.Address}"]);
        await service.PauseJobsAsync();
        var lists = 0;
        proxy.Meet = request =>
        {
            if (HttpMethods.IsGet(request.Method) && request.Path.Value!.Trim('/').Split('/').Length == 1) Interlocked.Increment(ref lists);
            return null;
        };
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");

        var file = (await alice.UploadAsync("a.bin", TestUser.NewContent(), folder)).Id();
        await alice.SendStraightAsync("b.bin", TestUser.NewContent(), parent: folder);
        await alice.SendStraightAsync("c.bin", TestUser.NewContent((64 << 20) + 1), announces: false, parent: folder);
        var pending = await alice.BeginAsync("d.bin", TestUser.NewContent());
        (await alice.DeleteAsync($"/v1/files/upload/{pending.VersionId()}")).EnsureSuccessStatusCode();
        await alice.Http.AppendedAsync(await alice.Http.BeginAsync(1_000, Tus.Metadata(("item_name", "e.bin"))), 0, TestUser.NewContent());
        await (await alice.PostAsync("/v1/files/urls", new { files = new[] { new { item_id = file } } })).SucceededAsync();
        foreach (var path in new[] { $"/v1/files/{file}/download", $"/v1/items/{folder}/archive", $"/v1/items?parent_id={folder}", "/health/ready", "/metrics" })
            Assert.True((await alice.GetAsync(path)).StatusCode is HttpStatusCode.OK or HttpStatusCode.Found, path);
        await alice.TrashAsync(file);
        service.Settle();

        Assert.Equal(0, lists);
        await service.RunJobAsync("stale-uploads");
        Assert.NotEqual(0, lists); // it would have been seen
    }
}
