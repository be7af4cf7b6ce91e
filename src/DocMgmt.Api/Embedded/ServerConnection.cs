using System.Diagnostics;
using System.Net.Sockets;
using Npgsql;

namespace DocMgmt.Api.Embedded;

/// <summary>How the server is reached, and the database and the ordinary role that the application uses in it.</summary>
internal sealed class ServerConnection(SocketFolder socket, string password, int poolSize)
{
    private const string Name = "docmgmt"; // the database and the role that owns it
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10), LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>For the application. Its role owns the database, may add trusted extensions to it, and is no superuser.</summary>
    public string ForApplication => Describe(Name, Name, poolSize).ConnectionString;

    /// <summary>Waits until the server takes connections and has the database. A recovery after a crash may take its time.</summary>
    /// <exception cref="EmbeddedPostgresException">The server has neither taken connections nor said that it will for 60 s.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        var provisioned = false;
        for (var silence = Stopwatch.StartNew(); silence.Elapsed < LongestSilence; await Task.Delay(Pause, ct))
        {
            if (!File.Exists(socket.Socket)) continue;
            try
            {
                await using var connection = await OpenAsync(Describe(Name, Name), ct);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                silence.Restart();
            }
            catch (PostgresException e) when (
                !provisioned && e.SqlState is PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidCatalogName)
            {
                await ProvisionAsync(ct);
                provisioned = true;
            }
            catch (NpgsqlException e) when (e is not PostgresException && e.InnerException is SocketException or IOException)
            {
                // Between the making of the socket and the first listening.
            }
        }

        throw new EmbeddedPostgresException($"PostgreSQL has not taken connections at {socket.Socket} for {LongestSilence.TotalSeconds} s.");
    }

    // Interrupted, it is repeated by the next start: hence the questions.
    private async Task ProvisionAsync(CancellationToken ct)
    {
        await using var connection = await OpenAsync(Describe(Cluster.Superuser, Cluster.Superuser), ct);
        await using var role = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("SELECT set_config('docmgmt.password', $1, false)") { Parameters = { new() { Value = password } } },
                new("""
                    DO $$
                    BEGIN
                        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'docmgmt') THEN
                            CREATE ROLE docmgmt LOGIN;
                        END IF;
                        EXECUTE format('ALTER ROLE docmgmt PASSWORD %L', current_setting('docmgmt.password'));
                    END $$
                    """),
            },
        };
        await role.ExecuteNonQueryAsync(ct);
        await using var exists = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_database WHERE datname = 'docmgmt')", connection);
        if (await exists.ExecuteScalarAsync(ct) is true) return;
        await using var database = new NpgsqlCommand("CREATE DATABASE docmgmt OWNER docmgmt", connection);
        await database.ExecuteNonQueryAsync(ct);
    }

    private static async Task<NpgsqlConnection> OpenAsync(NpgsqlConnectionStringBuilder description, CancellationToken ct)
    {
        description.Pooling = false;
        var connection = new NpgsqlConnection(description.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    private NpgsqlConnectionStringBuilder Describe(string role, string database, int pool = 1) => new()
    {
        Host = socket.Path,
        Port = 5432,
        Username = role,
        Password = password,
        Database = database,
        MaxPoolSize = pool,
        SslMode = SslMode.Disable, // neither exists on a Unix socket; asking costs round trips
        GssEncryptionMode = GssEncryptionMode.Disable,
    };
}
