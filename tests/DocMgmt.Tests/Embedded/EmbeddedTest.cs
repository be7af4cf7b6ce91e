using DocMgmt.Api.Embedded;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace DocMgmt.Tests.Embedded;

/// <summary>What the tests of the private server share: a folder of each test's own, and a made database to copy into it.</summary>
public abstract class EmbeddedTest(MadeDatabase made) : IClassFixture<MadeDatabase>, IDisposable
{
    private protected DataFolder Folder { get; } = new();

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task CopyDatabaseAsync() => made.CopyToAsync(Folder);

    protected Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions? options = null) =>
        EmbeddedPostgres.StartAsync(options ?? Folder.Options(), NullLogger.Instance, CancellationToken.None);

    protected static async Task<object?> ScalarAsync(EmbeddedPostgres postgres, string sql)
    {
        await using var source = NpgsqlDataSource.Create(postgres.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }
}
