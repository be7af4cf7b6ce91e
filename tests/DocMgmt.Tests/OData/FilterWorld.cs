using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.OData;

/// <summary>A drive whose root has items of all kinds: names and tags that mean something elsewhere, nulls, equal values, microseconds.</summary>
internal sealed class FilterWorld(TestService service, TestUser user, Random random)
{
    private const int Folders = 15, Files = 25;
    private const string Letters = "aAbBéÉäÄдД%_\\'\"日 .-()[]{}&+0u";

    public async Task<List<FilterRow>> PlantAsync()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (names.Count < Folders + Files) names.Add($"{(random.Next(6) == 0 ? "😀" : "")}{Word(random.Next(8))}{names.Count}{Word(random.Next(4))}".TrimEnd('.', ' '));
        var ids = new List<long>();
        foreach (var name in names)
        {
            ids.Add(ids.Count < Folders
                ? await user.CreateFolderAsync(name)
                : ids.Count % 5 == 0
                    ? (await user.PostJsonAsync("/v1/items", new { item_name = name, type = "file" })).Id()
                    : (await user.UploadAsync(name, TestUser.NewContent(random.Next(1, 2_000)))).Id());
        }

        string[] tags = ["invoice", "Invoice-2", "ä", "100%", "a_b", "o'clock", "back\\slash", "x"];
        foreach (var tag in tags)
            await service.ExecuteAsync("INSERT INTO tags (drive_id, name, name_key) SELECT id, $2, lower($2) FROM drives WHERE owner_id = $1", user.Id, tag);
        foreach (var id in ids) await ChangeAsync(id, tags);
        return (await ListAsync()).ToList();
    }

    private async Task ChangeAsync(long id, string[] tags)
    {
        await service.ExecuteAsync("""
            UPDATE items
            SET description = $2, mime_type = CASE type WHEN 'file' THEN $3 END, revision = $4, updated_at = $5, created_at = $6
            WHERE id = $1
            """, id, random.Next(3) == 0 ? DBNull.Value : Word(random.Next(6)), Any("text/plain", "image/PNG", "application/pdf"), (long)random.Next(1, 5), Time(), Time());
        if (random.Next(3) == 0) await service.StarAsync(id, user);
        foreach (var tag in tags.Where(_ => random.Next(4) == 0))
            await service.ExecuteAsync("INSERT INTO item_tags (item_id, tag_id) SELECT i.id, g.id FROM items i JOIN tags g ON g.drive_id = i.drive_id WHERE i.id = $1 AND g.name = $2", id, tag);
    }

    private async Task<IEnumerable<FilterRow>> ListAsync() =>
        (await user.GetJsonAsync("/v1/items?page_size=100")).GetProperty("data").EnumerateArray().Select(i => new FilterRow(i));

    // Few days, so that many are equal to a date; microseconds, which two columns may share.
    private DateTime Time() => new DateTime(2026, 1, random.Next(1, 5), 0, 0, 0, DateTimeKind.Utc).AddMicroseconds(random.Next(3));
    private string Word(int length) => string.Concat(Enumerable.Range(0, length).Select(_ => Letters[random.Next(Letters.Length)]));
    private T Any<T>(params T[] values) => values[random.Next(values.Length)];
}
