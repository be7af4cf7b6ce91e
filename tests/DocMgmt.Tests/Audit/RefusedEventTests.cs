using DocMgmt.Drive.Audit;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Audit;

public class RefusedEventTests(Api api)
{
    [Fact]
    public async Task An_event_that_cannot_be_written_takes_no_other_with_it()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var events = service.Services.GetRequiredService<ReadEvents>();
        EventRow Row(string metadata) => new("read", alice.Id, 4_242, null, metadata, null, null, null, service.Clock.GetUtcNow().UtcDateTime);

        await events.WriteAsync(Row("{}"), CancellationToken.None);
        await events.WriteAsync(Row("no JSON"), CancellationToken.None);
        await events.WriteAsync(Row("{}"), CancellationToken.None);

        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE item_id = 4242") == 2);
        Assert.Contains(service.Errors.Lines, line => line.Contains("can't be written", StringComparison.Ordinal));
    }
}
