using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Rest;

public class MetricsTests(Api api)
{
    [Fact]
    public async Task The_state_of_the_storage_is_read_when_it_is_asked_for()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        using var visitor = service.Anonymous();
        await alice.UploadAsync("a.bin", content);
        await IsAsync(0, 0);

        var upload = await alice.SendAsync("b.bin", TestUser.NewContent(2_345));
        await alice.AnnounceAsync("c.bin", TestUser.NewContent()); // nothing came yet
        service.Harm(content, Harm.Flipped);
        await service.RunJobAsync("integrity-scrub");
        await IsAsync(1, 2_345);

        await alice.VersionAsync(upload);
        await alice.UploadAsync("d.bin", content);
        await IsAsync(0, 0);

        async Task IsAsync(long damaged, long staged)
        {
            var metrics = await visitor.GetStringAsync(new Uri("/metrics", UriKind.Relative));
            Assert.Contains($"\ndocmgmt_damaged_blobs{{}} {damaged}\n", metrics, StringComparison.Ordinal);
            Assert.Contains($"\ndocmgmt_staged_bytes{{}} {staged}\n", metrics, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_token_closes_them()
    {
        await using var service = await api.StartAsync("Metrics__Token=scrape-me");
        using var visitor = service.Anonymous();

        await (await visitor.GetAsync(new Uri("/metrics", UriKind.Relative))).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        visitor.DefaultRequestHeaders.Authorization = new("Bearer", "scrape-me");

        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync(new Uri("/metrics", UriKind.Relative))).StatusCode);
    }
}
