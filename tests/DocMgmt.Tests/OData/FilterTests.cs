using Dapper;
using DocMgmt.Drive.OData;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.OData;

/// <summary>Filters choose what the same predicate in C# chooses.</summary>
public class FilterTests(Api api)
{
    private const int Filters = 2_000;

    [Fact]
    public async Task Random_filters_choose_what_the_same_predicates_choose()
    {
        var random = new Random(Seed);
        var alice = await api.NewUserAsync();
        var rows = await new FilterWorld(api.Service, alice, random).PlantAsync();
        var filters = new RandomFilter(random, rows);
        var (some, all) = (0, 0);
        for (var n = 0; n < Filters; n++)
        {
            var (text, holds) = filters.Next(depth: n % 4);
            var expected = rows.Where(r => holds(r) == true).Select(r => r.Id).Order().ToList();
            var found = await FindAsync(alice, text);
            Assert.True(expected.SequenceEqual(found), $"seed {Seed}, filter {n}: {text}\nexpected {string.Join(",", expected)}\nfound {string.Join(",", found)}");
            if (expected.Count > 0) some++;
            if (expected.Count == rows.Count) all++;
        }

        Assert.InRange(some, Filters / 4, Filters - (Filters / 20)); // else they try nothing
        Assert.InRange(all, 1, Filters / 2);
    }

    private async Task<List<long>> FindAsync(TestUser user, string filter)
    {
        var condition = new ODataQuery(filter).ReadFilter()!;
        var parameters = new DynamicParameters(condition.Parameters);
        parameters.Add("CallerId", user.Id);
        parameters.Add("Root", await api.Service.RootAsync(user));
        await using var connection = await api.Service.Database.OpenConnectionAsync();
        return (await connection.QueryAsync<long>($"SELECT i.id FROM items i WHERE i.parent_id = @Root AND i.trashed_at IS NULL AND {condition.Sql} ORDER BY i.id", parameters)).AsList();
    }

    private static int Seed { get; } = Environment.GetEnvironmentVariable("TEST_SEED") is { Length: > 0 } given ? int.Parse(given) : Random.Shared.Next();
}
