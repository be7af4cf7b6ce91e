using Dapper;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.OData;

/// <summary>There is no end of filters: nothing that is kept for a text is kept for theirs.</summary>
public class ManyFiltersTests(Api api)
{
    private const int Filters = 1_000, AtOnce = 4, Connections = 2 * AtOnce;

    [Fact]
    public async Task A_thousand_filters_leave_no_trace_where_texts_are_kept()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("f");
        var usual = $"/v1/items?parent_id={folder}";
        foreach (var _ in Enumerable.Range(0, 4 * Connections)) await alice.GetJsonAsync(usual); // the pool hands its connections out by turns, and each prepares what comes to it twice
        Assert.NotEqual(0, Kept(service));
        Assert.Contains(await PreparedAsync(service.Database), OfUsual);

        await Parallel.ForAsync(0, Filters, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (n, _) =>
        {
            foreach (var __ in Enumerable.Range(0, 2)) await alice.GetJsonAsync($"{usual}&$filter={Filter(n)}&$count=false");
        });
        foreach (var __ in Enumerable.Range(0, 2)) await alice.GetJsonAsync($"{usual}&$orderby=mime_type desc,size_bytes,id desc&$count=false");

        Assert.Equal(0, KeptOfFilters(service));
        var after = await PreparedAsync(service.Database);
        Assert.DoesNotContain(after, OfFilters);
        Assert.Contains(after, OfUsual);
        Assert.Empty(await PreparedAsync(service.UnpreparedDatabase));
    }

    // Each has a shape of its own: which of ten conditions ask for the beginning.
    private static string Filter(int n) => string.Join(" and ", Enumerable.Range(0, 10).Select(bit => $"not {((n >> bit & 1) == 0 ? "contains" : "startswith")}(item_name,'x')"));

    private static bool OfUsual(string text) => text.Contains("folder AS MATERIALIZED", StringComparison.Ordinal);

    private static bool OfFilters(string text) => text.Contains("strpos(", StringComparison.Ordinal) || text.Contains("COALESCE(i.mime_type, '')", StringComparison.Ordinal);

    private static int Kept(TestService service) => KeptBy(service).Count();

    private static int KeptOfFilters(TestService service) => KeptBy(service).Count(OfFilters);

    // Other tests' services have other databases.
    private static IEnumerable<string> KeptBy(TestService service)
    {
        var database = new NpgsqlConnectionStringBuilder(service.ConnectionString).Database;
        return SqlMapper.GetCachedSQL(int.MaxValue).Where(c => new NpgsqlConnectionStringBuilder(c.Item1).Database == database).Select(c => c.Item2);
    }

    /// <summary>What is prepared on any of the connections that are open.</summary>
    private static async Task<List<string>> PreparedAsync(NpgsqlDataSource source)
    {
        var (connections, texts) = (new List<NpgsqlConnection>(), new List<string>());
        for (var n = 0; n < Connections; n++) connections.Add(await source.OpenConnectionAsync());
        foreach (var connection in connections)
        {
            await using (var command = new NpgsqlCommand("SELECT statement FROM pg_prepared_statements", connection))
            {
                await using var reader = await command.ExecuteReaderAsync();
                while (await reader.ReadAsync()) texts.Add(reader.GetString(0));
            }

            await connection.DisposeAsync();
        }

        return texts;
    }
}
