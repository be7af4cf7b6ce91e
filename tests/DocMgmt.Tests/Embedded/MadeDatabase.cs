using DocMgmt.Api.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace DocMgmt.Tests.Embedded;

/// <summary>A data folder with a stopped server, to be copied: making one takes longer than most tests.</summary>
public sealed class MadeDatabase : IAsyncLifetime
{
    private readonly DataFolder folder = new();

    public async ValueTask InitializeAsync() =>
        await (await EmbeddedPostgres.StartAsync(folder.Options(), NullLogger.Instance, CancellationToken.None)).StopAsync();

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal Task CopyToAsync(DataFolder other) => Shell.RunAsync(["cp", "-a", $"{folder.Path}/.", other.Path], CancellationToken.None);
}
