using System.Diagnostics.CodeAnalysis;
using Dapper;
using Npgsql;

namespace DocMgmt.Drive.Doctor;

/// <summary>The checks' door to the database: it reads everything, changes nothing, and takes the time that it takes.</summary>
internal sealed class DoctorDb(NpgsqlDataSource source, TimeProvider clock)
{
    private const int NoLimit = 0;

    private sealed class Row
    {
        public long Checked { get; init; }
        public long Count { get; init; }
        public string[] Examples { get; init; } = [];
    }

    /// <summary>Runs a check that is one statement, and so sees one moment. <c>@Now</c> is there.</summary>
    /// <param name="wrong">Selects an example for each thing that is wrong, as its only column.</param>
    /// <param name="all">Counts the things that are looked at.</param>
    public async Task<Examined> FindAsync(
        [ConstantExpected, StringSyntax("sql")] string wrong, [ConstantExpected, StringSyntax("sql")] string all, CancellationToken ct)
    {
        var sql = $"""
            WITH wrong (example) AS MATERIALIZED ({wrong})
            SELECT ({all}) AS checked, (SELECT count(*) FROM wrong) AS count, ARRAY(SELECT example FROM wrong LIMIT {Finding.MostExamples}) AS examples
            """;
        await using var connection = await source.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleAsync<Row>(new(sql, new { Now = clock.GetUtcNow().UtcDateTime }, commandTimeout: NoLimit, cancellationToken: ct));
        return new(row.Checked, row.Count, row.Examples);
    }

    /// <summary>A few rows, of one moment. <c>@Now</c> is there.</summary>
    public async Task<List<T>> ListAsync<T>([ConstantExpected, StringSyntax("sql")] string sql, object args, CancellationToken ct)
    {
        var parameters = new DynamicParameters(args);
        parameters.Add("Now", clock.GetUtcNow().UtcDateTime);
        await using var connection = await source.OpenConnectionAsync(ct);
        return (await connection.QueryAsync<T>(new(sql, parameters, cancellationToken: ct))).AsList();
    }
}
