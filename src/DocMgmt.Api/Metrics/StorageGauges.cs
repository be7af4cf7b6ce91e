using DocMgmt.Drive.Blobs;
using MediatR;
using Npgsql;

namespace DocMgmt.Api.Metrics;

/// <summary>What is read from the database whenever metrics are: on every node the same, and nothing while the database is away.</summary>
internal sealed class StorageGauges(IMediator mediator)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<string> ReadAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            var state = await mediator.Send(new GetStorageState.Query(), patience.Token);
            return PrometheusText.Gauge("docmgmt_damaged_blobs", "Contents whose stored bytes are lost or wrong.", state.DamagedBlobs)
                + PrometheusText.Gauge("docmgmt_staged_bytes", "Bytes that pending uploads have received.", state.StagedBytes);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or OperationCanceledException)
        {
            return ""; // the other metrics tell of it
        }
    }
}
