using System.Net.Sockets;
using System.Text;

namespace DocMgmt.Tests.Harness;

/// <summary>A request by hand, for what no well-behaved client does: to send half of a body, to wait in the middle, not to read, to go away.</summary>
internal sealed class RawRequest : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TcpClient client = new() { NoDelay = true };
    private NetworkStream stream = null!;

    /// <summary>Sends the head.</summary>
    /// <param name="headers">Beside Host and Authorization, each without a line's end.</param>
    public static async Task<RawRequest> StartAsync(TestUser user, string method, string path, params string[] headers)
    {
        var request = await ConnectAsync(user.Service);
        var head = $"{method} {path} HTTP/1.1\r\nHost: {user.Service.Address.Authority}\r\nAuthorization: Bearer {user.AccessToken}\r\n{string.Concat(headers.Select(h => h + "\r\n"))}\r\n";
        await request.SendAsync(Encoding.ASCII.GetBytes(head));
        return request;
    }

    /// <summary>Sends nothing yet.</summary>
    public static async Task<RawRequest> ConnectAsync(TestService service)
    {
        var request = new RawRequest();
        service.Own(request);
        await request.client.ConnectAsync(service.Address.Host, service.Address.Port);
        request.stream = request.client.GetStream();
        return request;
    }

    public async Task SendAsync(byte[] bytes) => await stream.WriteAsync(bytes);

    /// <summary>The status of the next answer, such as 100 or 201.</summary>
    public async Task<int> StatusAsync() => int.Parse((await LineAsync()).Split(' ')[1]);

    /// <summary>The whole of an answer that ends with its connection, head and body.</summary>
    public async Task<string> AnswerAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (IOException)
        {
            // Reset, after what was read: the server did not want the rest of the request.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Reads up to that many bytes; 0 at the end.</summary>
    public async Task<int> ReadAsync(int bytes) => await stream.ReadAsync(new byte[bytes]);

    /// <summary>Whether the server has broken the connection off; what it sent before may still be there.</summary>
    public bool IsBrokenOff => client.Client.Poll(0, SelectMode.SelectError);

    /// <summary>Whether an answer is there to be read.</summary>
    public bool IsAnswered => client.Client.Poll(0, SelectMode.SelectRead);

    /// <summary>Sends no more, and still reads.</summary>
    public void EndSending() => client.Client.Shutdown(SocketShutdown.Send);

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

    private async Task<string> LineAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        var line = new StringBuilder();
        var next = new byte[1];
        while (await stream.ReadAsync(next, limit.Token) == 1 && next[0] != '\n') line.Append((char)next[0]);
        return line.ToString();
    }
}
