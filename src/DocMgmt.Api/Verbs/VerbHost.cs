using DocMgmt.Api.Embedded;
using DocMgmt.Api.Hosting;
using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DocMgmt.Api.Verbs;

/// <summary>
/// Runs something with the service's own parts, its database and its store, and without serving: beside the service while that runs, on the same
/// machine, else with a private database that runs for as long as this does.
/// </summary>
internal static class VerbHost
{
    private const int CouldNotRun = 2;

    /// <param name="settings">As on the command line.</param>
    /// <param name="needsStore">Whether it is about contents, too.</param>
    /// <returns>What <paramref name="work"/> answers; 2 when it could not be done.</returns>
    public static async Task<int> RunAsync(IEnumerable<string> settings, Func<IServiceProvider, CancellationToken, Task<int>> work, bool needsStore = false)
    {
        using var stop = new StopSignals();
        try
        {
            var builder = ApiHost.CreateBuilder([.. settings]);
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            var read = Settings.Read(builder.Configuration);
            if (needsStore) RequireStore(read);
            var (postgres, connectionString) = read.Postgres is { } given ? (null, given) : await ConnectAsync(read, stop.Token);
            await using (postgres)
            {
                await using var app = ApiHost.Build(builder, read, connectionString);
                if (needsStore) await Stores.PrepareAsync(app.Services.GetRequiredService<BlobStores>(), stop.Token);
                await app.Services.GetRequiredService<Migrator>().RequireCurrentAsync(stop.Token);
                return await work(app.Services, stop.Token);
            }
        }
        catch (Exception e) when (e is SettingsException or EmbeddedPostgresException or InvalidOperationException or Problem or NpgsqlException or TimeoutException
            or IOException or UnauthorizedAccessException or OperationCanceledException or System.Data.DataException)
        {
            await Console.Error.WriteLineAsync($"That could not be done: {e.Message}");
            return CouldNotRun;
        }
    }

    // The store makes its folders where they are missing: on a disk that is not mounted, everything would seem lost.
    private static void RequireStore(Settings settings)
    {
        if (settings.BlobsStore == StoreKind.FileSystem && !Stores.HasFiles(settings))
            throw new SettingsException($"There are no blobs in {settings.BlobsDirectory}: is the disk mounted, and are Data__Directory and Blobs__Directory those of the service?");
    }

    private static async Task<(EmbeddedPostgres? Own, string ConnectionString)> ConnectAsync(Settings settings, CancellationToken ct)
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = settings.DataDirectory };
        if (!await OthersServer.HasClusterAsync(options, ct)) throw new SettingsException($"There is no database in {settings.DataDirectory}: is Data__Directory that of the service?");
        try
        {
            var own = await EmbeddedPostgres.StartAsync(options, NullLogger.Instance, ct);
            return (own, own.ConnectionString);
        }
        catch (FolderInUseException)
        {
            return (null, await OthersServer.ConnectionStringAsync(options, ct));
        }
    }
}
