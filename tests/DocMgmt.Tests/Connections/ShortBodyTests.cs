using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Connections;

/// <summary>Bodies that end before their announced length, or have chunks that are none, on every kind of route that takes a body.</summary>
public class ShortBodyTests(Api api)
{
    [Theory]
    [InlineData("x\r\nhello\r\n0\r\n\r\n")]
    [InlineData("5\r\nhello0\r\n\r\n")]
    [InlineData("-1\r\nhello\r\n0\r\n\r\n")]
    [InlineData("FFFFFFFFFFFFFFFFF\r\nhello\r\n0\r\n\r\n")]
    public async Task Chunks_that_are_none_are_refused(string body)
    {
        await using var service = await api.StartAsync();
        var (alice, before, routes) = await RoutesAsync(service);

        foreach (var (method, path, type) in routes)
        {
            await using var request = await RawRequest.StartAsync(alice, method, path, $"Content-Type: {type}", "Transfer-Encoding: chunked");
            await request.SendAsync(Encoding.ASCII.GetBytes(body));

            var answer = await request.AnswerAsync();

            Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
            Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
            Assert.Contains("\"code\":\"malformed_request\"", answer, StringComparison.Ordinal);
        }

        await before.IsUnchangedAsync();
        Assert.Empty(service.Errors.Lines);
    }

    // Who ends the connection, if only for sending, is told nothing, or 400 (RFC 9112, section 8): Kestrel gives such a request up once it notices.
    [Theory]
    [InlineData("Content-Length: 1000", "{\"item_name\": \"x\"")]
    [InlineData("Content-Length: 1000", "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\ncut off")]
    [InlineData("Transfer-Encoding: chunked", "5\r\nhe")]
    [InlineData("Transfer-Encoding: chunked", "5\r\nhello\r\n")]
    public async Task A_body_that_is_cut_off_leaves_nothing(string length, string body)
    {
        await using var service = await api.StartAsync();
        var (alice, before, routes) = await RoutesAsync(service);

        foreach (var (method, path, type) in routes)
        {
            await using var request = await RawRequest.StartAsync(alice, method, path, $"Content-Type: {type}", length);
            await request.SendAsync(Encoding.ASCII.GetBytes(body));
            request.EndSending();

            var answer = await request.AnswerAsync();
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400 ", StringComparison.Ordinal), answer);
        }

        await before.IsUnchangedAsync();
        Assert.Empty(service.Errors.Lines);
    }

    private static async Task<(TestUser User, Snapshot Before, (string Method, string Path, string Type)[] Routes)> RoutesAsync(TestService service)
    {
        var alice = await service.NewUserAsync();
        var upload = await alice.AnnounceAsync("announced.bin", TestUser.NewContent());
        return (alice, await Snapshot.OfAsync(service),
        [
            ("POST", "/v1/items", "application/json"), ("PUT", "/v1/files/content?item_name=x", "text/plain"),
            ("POST", "/v1/files", "multipart/form-data; boundary=b"), ("PUT", upload.Url.PathAndQuery, "text/plain"),
        ]);
    }
}
