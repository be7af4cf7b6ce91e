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

    // Who ends the connection, if only for sending, is told nothing: Kestrel gives such a request up. As far as it came each body was a good one:
    // of one that was bad by then either could be noticed first.
    [Theory]
    [InlineData("in its length")]
    [InlineData("in a chunk")]
    [InlineData("between chunks")]
    public async Task A_body_that_is_cut_off_leaves_nothing(string where)
    {
        await using var service = await api.StartAsync();
        var (alice, before, routes) = await RoutesAsync(service);

        foreach (var (method, path, type) in routes)
        {
            var (length, body) = Cut(Beginning(type), where);
            await using var request = await RawRequest.StartAsync(alice, method, path, $"Content-Type: {type}", length);
            await request.SendAsync(Encoding.ASCII.GetBytes(body));
            request.EndSending();

            Assert.Empty(await request.AnswerAsync());
        }

        await before.IsUnchangedAsync();
        Assert.Empty(service.Errors.Lines);
    }

    private static string Beginning(string type) => type switch
    {
        "application/json" => "{\"item_name\": \"x\"",
        "text/plain" => "cut off",
        _ => "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\ncut off",
    };

    private static (string Length, string Body) Cut(string beginning, string where) => where switch
    {
        "in its length" => ("Content-Length: 1000", beginning),
        "in a chunk" => ("Transfer-Encoding: chunked", $"{beginning.Length + 3:x}\r\n{beginning}"),
        _ => ("Transfer-Encoding: chunked", $"{beginning.Length:x}\r\n{beginning}\r\n"),
    };

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
