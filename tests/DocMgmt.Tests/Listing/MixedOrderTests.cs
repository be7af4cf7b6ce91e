using Dapper;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Listing;
using DocMgmt.Drive.Paging;

namespace DocMgmt.Tests.Listing;

/// <summary>Orders of several terms and mixed directions, which the head's own parameter does not have: the walk through the statements is the sorted list.</summary>
public class MixedOrderTests(Api api, ITestOutputHelper output)
{
    private sealed record Page(string? Cursor) : IPaged
    {
        int? IPaged.Page => null;
        public int? PageSize => 7;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Any_terms_in_any_direction_make_an_order_that_can_be_walked(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await PlantedRows.PlantAsync(api.Service, folder, random, 40);
        await api.Service.ExecuteAsync("UPDATE items SET mime_type = CASE id % 3 WHEN 0 THEN 'text/plain' WHEN 1 THEN 'image/png' END WHERE parent_id = $1 AND type = 'file'", folder);
        var session = await api.Service.ScalarAsync<Guid>("SELECT id FROM sessions WHERE user_id = $1", alice.Id);

        for (var round = 0; round < 30; round++)
        {
            var fields = random.GetItems(Enum.GetValues<OrderField>().Except([OrderField.Relevance]).ToArray(), random.Next(1, 5)).Distinct();
            var order = ListOrder.Of([.. fields.Select(f => new OrderTerm(f, random.Next(2) == 0))], foldersFirst: random.Next(4) == 0);
            foreach (var subtree in new[] { false, true })
            {
                var all = await RowsAsync(order, null, subtree, session, alice.Id, folder, limit: 1_000);
                Assert.Equal(40, all.Count);
                Assert.Equal(all.Order(Comparing(order)).Select(r => r.Id), all.Select(r => r.Id));
                var (seen, cursor) = (new List<long>(), (string?)null);
                do
                {
                    var page = ListWindow.Of(new Page(cursor), order, "x").Page(await RowsAsync(order, cursor, subtree, session, alice.Id, folder), null);
                    seen.AddRange(page.Data.Select(r => r.Id));
                    cursor = page.NextCursor;
                }
                while (cursor is not null && seen.Count < 100);
                Assert.Equal($"{order}: {string.Join(' ', all.Select(r => r.Id))}", $"{order}: {string.Join(' ', seen)}");
            }
        }
    }

    private async Task<List<ListedItem>> RowsAsync(ListOrder order, string? cursor, bool subtree, Guid session, long caller, long folder, int? limit = null)
    {
        var window = ListWindow.Of(new Page(cursor), order, "x");
        var candidates = new Candidates(starred: null, condition: null);
        var values = new DynamicParameters(window.Asking("", null, null, indexed: true).Values);
        foreach (var (name, value) in new Dictionary<string, object> { ["CallerSession"] = session, ["CallerId"] = caller, ["Now"] = api.Service.Clock.GetUtcNow().UtcDateTime, ["AccessId"] = folder })
            values.Add(name, value);
        if (limit is not null) foreach (var name in new[] { "Limit", "Reach" }) values.Add(name, limit);
        await using var connection = await api.Service.Database.OpenConnectionAsync();
        return (await connection.QueryAsync<ListedItem>(subtree ? FolderList.Subtree(window, candidates) : FolderList.Children(window, candidates), values)).AsList();
    }

    private static Comparer<ListedItem> Comparing(ListOrder order) => Comparer<ListedItem>.Create((x, y) =>
    {
        foreach (var (field, descending) in order.Terms)
        {
            var way = field switch
            {
                OrderField.Name => string.CompareOrdinal(x.SortKey, y.SortKey),
                OrderField.Type => x.Type.CompareTo(y.Type),
                OrderField.Size => Nullable.Compare(x.SizeBytes, y.SizeBytes),
                OrderField.UpdatedAt => x.UpdatedAt.CompareTo(y.UpdatedAt),
                OrderField.CreatedAt => x.CreatedAt.CompareTo(y.CreatedAt),
                OrderField.MimeType => string.CompareOrdinal(x.MimeType, y.MimeType),
                _ => x.Id.CompareTo(y.Id),
            };
            if (way != 0) return descending ? -way : way;
        }

        return 0;
    });
}
