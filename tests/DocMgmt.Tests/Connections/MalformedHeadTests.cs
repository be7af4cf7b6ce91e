using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Connections;

/// <summary>
/// Requests whose head is none. Kestrel answers them before there is a request that the application could see, and offers no place to say how: so
/// these alone are bare statuses and no problems. They say what is wrong by it, and end the connection.
/// </summary>
public class MalformedHeadTests(Api api)
{
    [Theory]
    [InlineData(400, "nonsense\r\n\r\n")]
    [InlineData(400, "GET\r\n\r\n")]
    [InlineData(400, "GET /v1/items HTTP/1.1\r\n\r\n")] // no Host
    [InlineData(400, "GET /v1/items HTTP/1.1\r\nHost: a b\r\n\r\n")]
    [InlineData(400, "GET /v1/items HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData(400, "GET http://a/v1/items HTTP/1.1\r\nHost: b\r\n\r\n")]
    [InlineData(400, "GET /v1/items/%00 HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData(400, "GET /v1/items HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n")]
    [InlineData(400, "GET /v1/items HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n")]
    [InlineData(400, "POST /v1/items HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n")]
    [InlineData(400, "POST /v1/items HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData(400, "POST /v1/items HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n")]
    [InlineData(414, "GET /{100000} HTTP/1.1\r\nHost: a\r\n\r\n")]
    [InlineData(431, "GET /v1/items HTTP/1.1\r\nHost: a\r\nX: {40000}\r\n\r\n")]
    [InlineData(505, "GET /v1/items\r\n\r\n")]
    [InlineData(505, "GET /v1/items HTTP/3.0\r\nHost: a\r\n\r\n")]
    public async Task A_head_that_is_none_is_answered_with_its_status_and_an_end(int status, string head)
    {
        await using var request = await RawRequest.ConnectAsync(api.Service);
        await request.SendAsync(Encoding.ASCII.GetBytes(head.Replace("{100000}", new string('x', 100_000)).Replace("{40000}", new string('x', 40_000))));

        var answer = await request.AnswerAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Length: 0", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }
}
