using DocMgmt.Drive.Items;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Listing;

/// <summary>Rows of a folder in which many have the same size, type and times, and a plain model of the orders that they can be listed in.</summary>
internal sealed class PlantedRows
{
    internal sealed record Row(long Id, string Name, bool IsFolder, long? Size, DateTime Updated, DateTime Created);

    public static readonly string[] Orders = ["name", "-name", "size", "-size", "updated_at", "-updated_at", "created_at", "-created_at"];

    private static readonly DateTime Start = new DateTime(2026, 1, 31, 9, 30, 0, DateTimeKind.Utc).AddMicroseconds(123_457);

    public List<Row> Rows { get; } = [];

    public static async Task<PlantedRows> PlantAsync(TestService service, long folder, Random random, int count)
    {
        var planted = new PlantedRows();
        for (var n = 0; n < count; n++)
        {
            var (isFolder, name) = (random.Next(4) == 0, $"{(random.Next(2) == 0 ? "a" : "A")}{random.Next(30)} é{n % 3} {n}");
            long? size = isFolder ? null : random.Next(3) * 3_000_000_000L;
            var (updated, created) = (Start.AddMicroseconds(random.Next(4)), Start.AddMicroseconds(-random.Next(4)));
            var id = await service.ScalarAsync<long>("""
                WITH item AS (
                    INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
                    SELECT drive_id, id, $2, $3, $4, $5, created_by, $6, $7 FROM items WHERE id = $1
                    RETURNING id, drive_id, parent_id, type
                ),
                folder AS (
                    INSERT INTO folders (id, drive_id, path, depth)
                    SELECT i.id, i.drive_id, f.path || i.id || '/', f.depth + 1 FROM item i JOIN folders f ON f.id = i.parent_id WHERE i.type = 'folder'
                )
                SELECT id FROM item
                """, folder, isFolder ? "folder" : "file", name, SortKey.Of(name), (object?)size ?? DBNull.Value, created, updated);
            planted.Rows.Add(new(id, name, isFolder, size, updated, created));
        }

        return planted;
    }

    /// <summary>The ids in that order; what is equal is in the order of ids, turned around with the rest.</summary>
    public List<long> Ordered(string order, bool foldersFirst, string? type = null)
    {
        var descending = order[0] == '-';
        var by = Comparer<Row>.Create((x, y) =>
        {
            var key = order.TrimStart('-') switch
            {
                "name" => string.CompareOrdinal(SortKey.Of(x.Name), SortKey.Of(y.Name)),
                "size" => (x.Size ?? long.MinValue).CompareTo(y.Size ?? long.MinValue),
                "updated_at" => x.Updated.CompareTo(y.Updated),
                _ => x.Created.CompareTo(y.Created),
            };
            var way = key != 0 ? key : x.Id.CompareTo(y.Id);
            return foldersFirst && x.IsFolder != y.IsFolder ? x.IsFolder ? -1 : 1 : descending ? -way : way;
        });
        return [.. Rows.Where(r => type is null || r.IsFolder == (type == "folder")).Order(by).Select(r => r.Id)];
    }
}
