using System.Text;
using DocMgmt.Tests.Harness;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Connections;

/// <summary>Bodies that come a byte a second, and bodies that come slowly but steadily. Kestrel's least rate, 240 bytes a second after 5 s, here after 2.</summary>
public class SlowSenderTests(Api api)
{
    private const string Form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.bin\"\r\n\r\n";

    [Fact]
    public async Task A_body_that_comes_a_byte_a_second_is_refused_on_every_kind_of_route_and_leaves_nothing()
    {
        await using var service = await StartAsync();
        var alice = await service.NewUserAsync();
        var upload = await alice.AnnounceAsync("announced.bin", TestUser.NewContent(10_000));
        var before = await Snapshot.OfAsync(service);

        var answers = await Task.WhenAll(Bodies(upload).Select(async body =>
        {
            await using var request = await RawRequest.StartAsync(alice, body.Method, body.Path, [.. body.Headers, "Content-Length: 10000"]);
            await request.SendAsync(Encoding.ASCII.GetBytes(body.Start));
            for (var second = 0; second < 20 && !request.IsAnswered; second++)
            {
                await request.SendAsync(" "u8.ToArray());
                await Task.Delay(TimeSpan.FromSeconds(1)); // this is the client, not a wait
            }

            return await request.AnswerAsync();
        }));

        foreach (var answer in answers)
        {
            Assert.StartsWith("HTTP/1.1 408", answer, StringComparison.Ordinal);
            Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
            Assert.Contains("\"code\":\"request_timeout\"", answer, StringComparison.Ordinal);
        }

        await before.IsUnchangedAsync();
    }

    [Fact]
    public async Task A_body_that_comes_slowly_but_steadily_is_taken()
    {
        await using var service = await StartAsync();
        var alice = await service.NewUserAsync();
        var upload = await alice.AnnounceAsync("announced.bin", new byte[10_000]);

        var answers = await Task.WhenAll(Bodies(upload).Select(async body =>
        {
            // 10 kB at 2 kB/s.
            var rest = body.Path == "/v1/items" ? $"{{\"type\": \"folder\", \"item_name\": \"slow\"{new string(' ', 9_900)}}}" : body.Start + new string('\0', 10_000) + "\r\n--b--";
            var bytes = Encoding.ASCII.GetBytes(body.Start.Length > 1 ? rest : rest[..Math.Min(rest.Length, 10_000)]);
            await using var request = await RawRequest.StartAsync(alice, body.Method, body.Path, [.. body.Headers, $"Content-Length: {bytes.Length}"]);
            foreach (var piece in bytes.Chunk(200))
            {
                await request.SendAsync(piece);
                await Task.Delay(100);
            }

            return await request.StatusAsync();
        }));

        Assert.Equal([201, 201, 201, 200], answers);
    }

    private static (string Method, string Path, string[] Headers, string Start)[] Bodies(PendingUpload upload) =>
    [
        ("POST", "/v1/items", ["Content-Type: application/json"], "{"),
        ("PUT", "/v1/files/content?item_name=put.bin", [], ""),
        ("POST", "/v1/files", ["Content-Type: multipart/form-data; boundary=b"], Form),
        ("PUT", upload.Url.PathAndQuery, [], ""),
    ];

    private Task<TestService> StartAsync() => api.StartAsync(services =>
        services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MinRequestBodyDataRate = new(240, TimeSpan.FromSeconds(2))));
}
