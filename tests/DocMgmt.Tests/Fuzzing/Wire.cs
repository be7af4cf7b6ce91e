using System.Net;
using System.Net.Sockets;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Sends requests byte by byte as they are, which no HTTP library does.</summary>
internal static class Wire
{
    /// <summary>The answer and its text; null when the server hung up without one.</summary>
    /// <param name="isAll">True to say that no more comes, for requests that end too early. Servers take that for going away.</param>
    public static async Task<(Answer Answer, string Text)?> SendAsync(Uri service, string from, byte[] request, string method, bool isAll, CancellationToken ct)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        await socket.ConnectAsync(service.Host, service.Port, ct);
        await using var stream = new NetworkStream(socket);
        using var received = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, ct);
            if (isAll) socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Refused before all of it was read: the answer says why.
        }

        try
        {
            await stream.CopyToAsync(received, ct);
        }
        catch (IOException)
        {
            // What came before the connection broke counts.
        }

        return AnswerText.Read(received.ToArray(), method);
    }
}
