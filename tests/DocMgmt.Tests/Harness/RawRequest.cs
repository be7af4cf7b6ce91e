using System.Net.Sockets;
using System.Text;

namespace DocMgmt.Tests.Harness;

/// <summary>A request by hand, for what no well-behaved client does: to send half of a body, to wait in the middle, to go away.</summary>
internal sealed class RawRequest : IAsyncDisposable
{
    private readonly TcpClient client = new() { NoDelay = true };
    private NetworkStream stream = null!;

    /// <summary>Sends the head.</summary>
    /// <param name="headers">Beside Host and Authorization, each without a line's end.</param>
    public static async Task<RawRequest> StartAsync(TestUser user, string method, string path, params string[] headers)
    {
        var request = new RawRequest();
        await request.client.ConnectAsync(user.Service.Address.Host, user.Service.Address.Port);
        request.stream = request.client.GetStream();
        var head = $"{method} {path} HTTP/1.1\r\nHost: {user.Service.Address.Authority}\r\nAuthorization: Bearer {user.AccessToken}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n";
        await request.SendAsync(Encoding.ASCII.GetBytes(head));
        return request;
    }

    public async Task SendAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    /// <summary>The status of the next answer, such as 100 or 201.</summary>
    public async Task<int> StatusAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        var line = new StringBuilder();
        var next = new byte[1];
        while (await stream.ReadAsync(next, limit.Token) == 1 && next[0] != '\n') line.Append((char)next[0]);
        return int.Parse(line.ToString().Split(' ')[1]);
    }

    /// <summary>Goes away without a word.</summary>
    public void Break()
    {
        client.LingerState = new(true, 0);
        client.Close();
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }
}
