using System.Net;
using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Which server an upload_url leads to.</summary>
public class UploadUrlServerTests(Api api)
{
    [Theory]
    [InlineData("a..b")]
    [InlineData("x:99999")]
    [InlineData("~")]
    public async Task A_Host_that_is_none_is_refused_before_anything_is_done(string host)
    {
        var alice = await api.NewUserAsync();

        var response = await InitiateAsync(alice, ("Host", host));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(0, await api.Service.ScalarAsync<long>("SELECT count(*) FROM uploads WHERE user_id = $1", alice.Id));
    }

    [Theory]
    [InlineData("xn--mnchen-3ya.example")]
    [InlineData("xn--")]
    [InlineData("[::1]:8080")]
    public async Task Hosts_are_taken_as_they_were_sent(string host)
    {
        var alice = await api.NewUserAsync();

        var upload = await (await InitiateAsync(alice, ("Host", host))).SucceededAsync();

        Assert.StartsWith($"http://{host}/v1/", upload.Text("upload_url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_request_s_own_host_is_taken_and_no_stranger_s_word_for_it()
    {
        var alice = await api.NewUserAsync();

        var upload = await (await InitiateAsync(alice, ("Host", "docs.example.com"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "evil.example.com"))).SucceededAsync();

        Assert.StartsWith("http://docs.example.com/v1/", upload.Text("upload_url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_proxy_is_believed()
    {
        await using var service = await api.StartAsync("Server__TrustedProxies=127.0.0.0/8");
        var alice = await service.NewUserAsync();

        var upload = await (await InitiateAsync(alice, ("X-Forwarded-Proto", "https"), ("X-Forwarded-Host", "docs.example.com"), ("X-Forwarded-For", "203.0.113.9"))).SucceededAsync();

        Assert.StartsWith("https://docs.example.com/v1/", upload.Text("upload_url"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_failures_of_one_address_are_its_own()
    {
        await using var service = await api.StartAsync("Server__TrustedProxies=127.0.0.1");
        using var visitor = service.Anonymous();
        for (var i = 0; i < 10; i++) await LogInAsync(visitor, "203.0.113.1", $"nobody{i}@example.com", "wrong");

        Assert.Equal(HttpStatusCode.TooManyRequests, (await LogInAsync(visitor, "203.0.113.1", TestService.AdminEmail, TestService.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await LogInAsync(visitor, "203.0.113.2", TestService.AdminEmail, TestService.Password)).StatusCode);
    }

    [Fact]
    public async Task The_public_address_wins()
    {
        await using var service = await api.StartAsync("Server__PublicUrl=https://docs.example.com/");
        var alice = await service.NewUserAsync();

        var upload = await (await InitiateAsync(alice)).SucceededAsync();

        Assert.StartsWith("https://docs.example.com/v1/files/upload/", upload.Text("upload_url"), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> LogInAsync(HttpClient client, string from, string email, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/auth/login") { Content = JsonContent.Create(new { email, password }) };
        request.Headers.Add("X-Forwarded-For", from);
        return await client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> InitiateAsync(TestUser user, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/files/upload/initiate") { Content = JsonContent.Create(new { item_name = "a", size_bytes = 1 }) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return await user.Http.SendAsync(request);
    }
}
