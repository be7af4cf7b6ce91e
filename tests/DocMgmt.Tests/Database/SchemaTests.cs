using System.Diagnostics;
using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Database;

public partial class SchemaTests(Api api)
{
    // Other majors write the same schema in other words.
    private const string Program = "/usr/lib/postgresql/15/bin/pg_dump";

    [Fact]
    public async Task The_checked_in_schema_is_what_the_migrations_make()
    {
        Assert.SkipUnless(File.Exists(Program), $"needs {Program}");
        var connection = new NpgsqlConnectionStringBuilder(await api.MigratedDatabaseAsync());

        var dump = await DumpAsync(connection);

        Generated.IsUpToDate("db/schema.sql", "-- Generated from the migrations by scripts/update-generated.sh; not to be edited.\n" + Bare(dump));
    }

    private static async Task<string> DumpAsync(NpgsqlConnectionStringBuilder connection)
    {
        var start = new ProcessStartInfo(Program,
        [
            "--schema-only", "--no-owner", "--no-privileges", "--exclude-schema=quartz", "--exclude-table=schema_migrations",
            "-h", connection.Host!, "-p", $"{connection.Port}", "-U", connection.Username!, connection.Database!,
        ]) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["PGPASSWORD"] = connection.Password;
        using var process = Process.Start(start)!;
        var dump = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return dump;
    }

    /// <summary>Without what differs from run to run and from machine to machine.</summary>
    private static string Bare(string dump) => BlankLines().Replace(Noise().Replace(dump, ""), "\n\n").Trim() + "\n";

    [GeneratedRegex(@"^(--.*|\\.*|SET .*|SELECT pg_catalog.*)\n", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Noise();

    [GeneratedRegex(@"\n{3,}", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex BlankLines();
}
