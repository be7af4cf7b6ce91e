using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Files;

/// <summary>A database session that is ended at the moment of COMMIT leaves nobody knowing whether it was committed; then no byte may go.</summary>
public class EndedSessionTests(Api api)
{
    [Fact]
    public async Task Sessions_that_are_ended_under_load_cost_no_committed_content()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        var killing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Task.Delay(40);
                await service.KillSessionsAsync();
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 12).Select(client => Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                (await alice.PutContentAsync($"{client}-{i}.bin", TestUser.NewContent(4_096))).Dispose();
        })));
        await killing;

        var keys = new List<string>();
        await using var connection = await service.ConnectAsync();
        await using var command = new NpgsqlCommand("SELECT key FROM blobs", connection);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) keys.Add(reader.GetString(0));
        Assert.NotEmpty(keys);
        Assert.DoesNotContain(keys, key => !service.Store.Exists("blobs/" + key));
    }
}
