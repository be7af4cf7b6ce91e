using System.CommandLine;
using System.Globalization;
using DocMgmt.Api.Hosting;
using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;

namespace DocMgmt.Api.Verbs;

/// <summary>Moves contents from one store to the other.</summary>
internal static class BlobsVerb
{
    private const int Done = 0, SomeLeft = 1;

    public static Command Create() => new("blobs", "Looks after stored contents.") { Migrate() };

    private static Command Migrate()
    {
        var from = new Option<StoreKind>("--from") { Description = "Where the contents are.", Required = true };
        var to = new Option<StoreKind>("--to") { Description = "Where they shall be: the store that Blobs__Store names.", Required = true };
        var verb = new Command("migrate", """
            Moves all contents from one store to the other while the service runs, each one hashed on its way and read back. May be broken off at any time, and goes
            on where it was. Before: set up both stores, set Blobs__Store to the one that they are moved to, and restart the service, which from then on reads from
            both. Exit code: 0 the first store has nothing left to be moved, 1 something is left, 2 it could not run.
            """)
        {
            from, to,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction((parsed, _) => VerbHost.RunAsync(parsed.UnmatchedTokens, (services, ct) => MigrateAsync(services, parsed.GetValue(from), parsed.GetValue(to), ct), needsStore: true));
        return verb;
    }

    private static async Task<int> MigrateAsync(IServiceProvider services, StoreKind from, StoreKind to, CancellationToken ct)
    {
        var (settings, stores, line) = (services.GetRequiredService<Settings>(), services.GetRequiredService<BlobStores>(), new ProgressLine());
        if (from == to) throw new SettingsException("--from and --to are the same store.");
        if (settings.BlobsStore != to)
            throw new SettingsException($"Blobs__Store is {settings.BlobsStore}: set it to {to} and restart the service first, or it goes on storing new contents in {from}.");
        if (stores.Find(Stores.NameOf(from)) is not { } source)
            throw new SettingsException(from == StoreKind.S3 ? "The bucket is not set up: Blobs__S3__ServiceUrl, __Bucket, __AccessKey and __SecretKey say where it is." : $"There are no blobs in {settings.BlobsDirectory}.");

        var report = await services.GetRequiredService<BlobMigration>().RunAsync(source, stores.Current, done => line.Show($"{done.Moved:N0} of {done.Of:N0} contents moved", done.Bytes >> 20, "MiB"), ct);
        line.Clear();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Moved {report.Moved:N0} contents ({report.Bytes:N0} bytes) from {from} to {to}."));
        foreach (var fault in report.Faults) Console.WriteLine($"Not moved: {fault}");
        if (report.Left > 0) Console.WriteLine($"{from} still has {report.Left:N0} contents.");
        if (report.Pending > 0) Console.WriteLine($"{report.Pending:N0} pending uploads have their bytes in {from}: migrate again when they are completed, or in a day.");
        if (report is { Left: 0, Pending: 0 }) Console.WriteLine($"{from} is needed no more, once blob-sweep has deleted what is left there.");
        return report is { Left: 0, Pending: 0 } ? Done : SomeLeft;
    }
}
