using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Harness;

/// <summary>Clients that may come from an address of their own, and take no answer that the document does not describe.</summary>
internal static class Loopback
{
    /// <summary>The first administrator of a service that is a process of its own, signed in.</summary>
    public static async Task<HttpClient> AdministratorAsync(Uri address)
    {
        var http = Client(address, null);
        var tokens = await (await http.PostAsJsonAsync("/v1/auth/login", new { email = TestService.AdminEmail, password = TestService.Password })).SucceededAsync();
        http.DefaultRequestHeaders.Authorization = new("Bearer", tokens.Text("access_token"));
        return http;
    }

    public static HttpClient Client(Uri address, string? from)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 };
        if (from is not null)
        {
            handler.ConnectCallback = async (context, ct) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, ct);
                return new NetworkStream(socket, ownsSocket: true);
            };
        }

        return new(new ContractHandler(handler, address)) { BaseAddress = address };
    }
}
