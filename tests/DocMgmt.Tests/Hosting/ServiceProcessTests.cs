using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using DocMgmt.Tests.Embedded;
using DocMgmt.Soak.Service;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Resumable;
using DocMgmt.Tests.S3;

namespace DocMgmt.Tests.Hosting;

public sealed partial class ServiceProcessTests : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_greets_with_what_one_needs_and_with_the_password_only_once()
    {
        using var first = await ServiceProcess.Start(folder.Path).ReadyAsync();
        Assert.Equal(0, await first.StopAsync());
        using var second = await ServiceProcess.Start(folder.Path).ReadyAsync();
        Assert.Equal(0, await second.StopAsync("INT"));

        var (greeting, again) = (await first.OutputAsync(), await second.OutputAsync());

        Assert.Contains(first.Address.ToString().TrimEnd('/') + "/docs", greeting, StringComparison.Ordinal);
        Assert.Contains(folder.Path, greeting, StringComparison.Ordinal);
        Assert.Contains("admin@localhost", greeting, StringComparison.Ordinal);
        Assert.Matches(Password(), greeting);
        Assert.DoesNotMatch(Password(), again);
        Assert.True(greeting.Split('\n').Length < 8, greeting);
    }

    [Fact]
    public async Task After_kill_9_of_everything_it_starts_at_once_and_has_what_it_promised()
    {
        var content = TestUser.NewContent(200_000);
        using var first = await ServiceProcess.Start(folder.Path, ("Admin__Password", TestService.Password)).ReadyAsync();
        using var before = await Loopback.AdministratorAsync(first.Address);
        var put = await before.PutAsync(new Uri("/v1/files/content?item_name=kept.bin", UriKind.Relative), new ByteArrayContent(content));
        var id = (await put.SucceededAsync()).Id();
        var server = int.Parse(File.ReadLines(folder.File("postgres/postmaster.pid")).First(), CultureInfo.InvariantCulture);

        using (System.Diagnostics.Process.Start("kill", ["-9", $"{first.Id}", $"{server}"])) await first.ExitedAsync();
        using var second = await ServiceProcess.Start(folder.Path, ("Admin__Password", TestService.Password)).ReadyAsync();

        using var after = await Loopback.AdministratorAsync(second.Address);
        Assert.Equal(content, await after.GetByteArrayAsync(new Uri($"/v1/files/{id}/download", UriKind.Relative)));
        Assert.Equal(0, await second.StopAsync());
    }

    [Fact]
    public async Task An_upload_goes_on_after_kill_9_between_two_of_its_requests()
    {
        var content = TestUser.NewContent(200_000);
        (string, string)[] settings = [("Admin__Password", TestService.Password), .. TestStore.IsS3 ? (await BucketView.NewAsync()).Settings : []];
        using var first = await ServiceProcess.Start(folder.Path, settings).ReadyAsync();
        using var before = await Loopback.AdministratorAsync(first.Address);
        var id = (await before.BeginAsync("kept.bin", content)).Split('/')[^1];
        await before.AppendedAsync($"{Tus.Uploads}/{id}", 0, content[..150_000]);

        using (System.Diagnostics.Process.Start("kill", ["-9", $"{first.Id}"])) await first.ExitedAsync();
        using var second = await ServiceProcess.Start(folder.Path, settings).ReadyAsync();

        using var after = await Loopback.AdministratorAsync(second.Address);
        Assert.Equal(150_000, await after.OffsetAsync($"{Tus.Uploads}/{id}"));
        await after.AppendedAsync($"{Tus.Uploads}/{id}", 150_000, content[150_000..]);
        Assert.Equal(content, await after.GetByteArrayAsync(new Uri($"/v1/files/{await after.ItemAsync($"{Tus.Uploads}/{id}")}/download", UriKind.Relative)));
        Assert.Equal(0, await second.StopAsync());
    }

    [Theory]
    [InlineData("Auth__Registration", "Perhaps")]
    [InlineData("Auth__AccessTokenMinutes", "soon")]
    [InlineData("Uploads__MaxByte", "1")]
    [InlineData("ASPNETCORE_URLS", "foo")]
    [InlineData("ConnectionStrings__Postgres", "Host=127.0.0.1;Port=1")]
    [InlineData("Blobs__Directory", "/proc/nowhere")]
    [InlineData("Server__TrustedProxies", "everybody")]
    public async Task A_wrong_setting_stops_the_start_and_is_named(string name, string value)
    {
        using var service = ServiceProcess.Start(folder.Path, (name, value));

        Assert.Equal(1, await service.ExitedAsync());
        var said = await service.ErrorsAsync();
        Assert.Contains($"does not start: {name}", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_first_start_that_fails_does_not_take_the_password_with_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var service = ServiceProcess.Start(folder.Path, ("ASPNETCORE_URLS", $"http://{taken.LocalEndpoint}"));

        Assert.Equal(1, await service.ExitedAsync());
        Assert.Matches(Password(), await service.OutputAsync());
    }

    [Fact]
    public async Task The_log_is_a_JSON_object_a_line()
    {
        using var service = await ServiceProcess.Start(folder.Path).ReadyAsync();
        await service.StopAsync();

        var lines = (await service.ErrorsAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind));
    }

    [GeneratedRegex(@"^Password\s+\w{20}", RegexOptions.Multiline, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Password();
}
