using System.Text;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Connections;

/// <summary>Clients that go away in the middle of anything: nobody else notices, and nothing of it is an error of the service.</summary>
public class VanishingClientTests(Api api)
{
    private const int Clients = 8, Requests = 400, Seed = 20_261_124;

    [Fact]
    public async Task Others_are_served_while_clients_go_away_at_any_moment()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var admin = await service.AdministratorAsync();
        using var done = new CancellationTokenSource();
        var other = ServedAsync(await service.NewUserAsync(), done.Token);

        await Task.WhenAll(Enumerable.Range(0, Clients).Select(n => VanishAsync(alice, admin, n)));
        await done.CancelAsync();

        Assert.True(await other > 0);
        Assert.True(service.Errors.Lines.IsEmpty, string.Join('\n', service.Errors.Lines));
    }

    private static async Task VanishAsync(TestUser alice, TestUser admin, int client)
    {
        var random = new Random(Seed + client);
        for (var n = 0; n < Requests; n++)
        {
            var (user, line, type, body) = random.Next(5) switch
            {
                0 => (alice, "GET /v1/items", "application/json", ""),
                1 => (admin, "GET /v1/admin/jobs", "application/json", ""),
                2 => (alice, "POST /v1/items", "application/json", $$"""{"item_name": "{{client}}-{{n}}", "item_type": "folder"}"""),
                3 => (alice, $"PUT /v1/files/content?item_name={client}-{n}.txt", "text/plain", $"{client} {n}"),
                _ => (alice, "POST /v1/files/upload/initiate", "application/json", $$"""{"item_name": "{{client}}-{{n}}.bin", "size_bytes": 5}"""),
            };
            await using var request = await RawRequest.ConnectAsync(user.Service);
            await request.SendAsync(Encoding.ASCII.GetBytes(
                $"{line} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {user.AccessToken}\r\nContent-Type: {type}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            // Not to wait for anything: the moment is what varies.
            for (var spin = random.Next(20_000); spin > 0; spin--) Thread.SpinWait(10);
            request.Break();
        }
    }

    private static async Task<int> ServedAsync(TestUser user, CancellationToken done)
    {
        var n = 0;
        for (; !done.IsCancellationRequested; n++)
        {
            var upload = await user.AnnounceAsync($"{n}.bin", Encoding.ASCII.GetBytes($"{n}"));
            await (await user.Service.PutAsync(upload.Url, Encoding.ASCII.GetBytes($"{n}"))).SucceededAsync();
            await (await user.CompleteAsync(upload.VersionId)).SucceededAsync();
        }

        return n;
    }
}
