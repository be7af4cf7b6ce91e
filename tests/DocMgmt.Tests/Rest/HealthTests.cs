using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Rest;

public class HealthTests(Api api)
{
    [Theory]
    [InlineData("/health")]
    [InlineData("/health/ready")]
    public async Task Health_is_shown_to_anybody(string path)
    {
        await using var service = await api.StartAsync(); // in the shared one there may be damage
        using var http = service.Anonymous();

        var health = await (await http.GetAsync(new Uri(path, UriKind.Relative))).SucceededAsync();

        Assert.Equal(["checks", "damaged_blobs", "service", "status", "version"], health.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(("ok", "DocMgmt"), (health.Text("status"), health.Text("service")));
        Assert.Matches(@"^\d+\.\d+\.\d+$", health.Text("version"));
        foreach (var check in health.GetProperty("checks").EnumerateObject()) Assert.Equal("ok", check.Value.Text("status"));
    }

    [Fact]
    public async Task A_damaged_content_is_told_and_does_not_take_the_service_out_of_service()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        await alice.UploadAsync("a.bin", content);
        service.Harm(content, Harm.Flipped);
        await service.RunJobAsync("integrity-scrub");
        using var http = service.Anonymous();

        var ready = await (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).SucceededAsync();
        Assert.Equal(("degraded", 1), (ready.Text("status"), ready.GetProperty("damaged_blobs").GetInt64()));

        await alice.UploadAsync("b.bin", content);
        ready = await (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).SucceededAsync();
        Assert.Equal(("ok", 0), (ready.Text("status"), ready.GetProperty("damaged_blobs").GetInt64()));
    }

    [Fact]
    [Trait(TestStore.Trait, TestStore.Files)]
    public async Task Without_its_folder_a_service_lives_but_is_not_ready()
    {
        await using var service = await api.StartAsync();
        using var http = service.Anonymous();
        await (await http.GetAsync(new Uri("/health/ready", UriKind.Relative))).SucceededAsync();
        Directory.Move(Path.Combine(service.DataDirectory, "staging"), Path.Combine(service.DataDirectory, "gone"));

        var alive = await http.GetAsync(new Uri("/health", UriKind.Relative));
        var ready = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (alive.StatusCode, ready.StatusCode));
        var health = await ready.JsonAsync();
        Assert.Equal("unavailable", health.Text("status"));
        Assert.Equal("failed", health.GetProperty("checks").GetProperty("blobs").Text("status"));
        Assert.Equal("ok", health.GetProperty("checks").GetProperty("database").Text("status"));
    }
}
