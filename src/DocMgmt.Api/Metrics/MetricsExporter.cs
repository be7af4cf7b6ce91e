using System.Text;
using DocMgmt.Drive;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace DocMgmt.Api.Metrics;

/// <summary>Collects when it is asked, and writes what it has collected as Prometheus' text.</summary>
internal sealed class MetricsExporter : BaseExporter<Metric>, IPullMetricExporter, IHostedService
{
    private readonly Lock oneAtATime = new();
    private readonly StringBuilder text = new();
    private MeterProvider? provider;

    public Func<int, bool>? Collect { get; set; }

    public string Read()
    {
        lock (oneAtATime)
        {
            text.Clear();
            Collect?.Invoke(Timeout.Infinite);
            return text.ToString();
        }
    }

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch) PrometheusText.Write(text, metric);
        return ExportResult.Success;
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(DriveMetrics.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql", "System.Runtime")
            .AddReader(new BaseExportingMetricReader(this))
            .Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        provider?.Dispose();
        return Task.CompletedTask;
    }
}
