using System.Diagnostics;

namespace DocMgmt.Benchmarks;

/// <summary>
/// Single requests, one after the other and no two alike, on the ten drives of <c>db/seed/library.sql</c>: by an owner of 100,000 items and by somebody who
/// sees 50 folders in all of these drives. Then what finding files costs those who upload them.
/// </summary>
internal sealed class Search : IDisposable
{
    private static readonly string[] AllFacets = ["type", "owner", "tag", "month"];
    private const int Asked = 300, Told = 100, Warm = 60, Page = 20;
    private readonly Figures figures;
    private readonly Client owner, reader, nobody;
    private readonly LibraryWords own, shared;

    private Search(Figures figures, Client[] people, LibraryWords own, LibraryWords shared) =>
        (this.figures, (owner, reader, nobody), this.own, this.shared) = (figures, (people[0], people[1], people[2]), own, shared);

    public static async Task RunAsync(MeasuredService service, Figures figures)
    {
        var people = new List<Client>();
        foreach (var name in Enumerable.Range(1, 10).Select(n => $"library{n}").Append("reader").Append("nobody")) people.Add(await service.NewUserAsync($"{name}@example.com"));
        var started = Stopwatch.StartNew();
        await service.ExecuteAsync(await Seeds.ReadAsync("library.sql"), "VACUUM ANALYZE");
        Console.WriteLine($"1,000,000 items made in {started.Elapsed.TotalSeconds:n0} s");

        var all = await NamesAsync(service, "d.owner_id = (SELECT id FROM users WHERE email = 'library1@example.com')");
        var granted = await NamesAsync(service, "s.parent_id IN (SELECT item_id FROM permissions WHERE user_id = (SELECT id FROM users WHERE email = 'reader@example.com'))");
        using var search = new Search(figures, [people[0], .. people[10..]], new(all, all), new(all, granted));
        await search.AssertedAsync();
        await search.ToldAsync();
        foreach (var other in people[1..10]) other.Dispose();

        await IndexingCost.RunAsync(service, figures, "with 1,000,000 items", atMost: null);
        await using var empty = await service.StartAnotherAsync();
        await IndexingCost.RunAsync(empty, figures, "in an empty drive", atMost: 1.1);
    }

    public void Dispose()
    {
        owner.Dispose();
        reader.Dispose();
        nobody.Dispose();
    }

    private async Task AssertedAsync()
    {
        await BothAsync("a word in less than 2 % of the names", Asked, For(w => w.Rare), 30, 60);
        await BothAsync("two such words", Asked, For(w => w.TwoRare), 30, 60);
        await BothAsync("a word in 20 % of the names", Asked, For(w => w.Frequent), 150, 150);
        await BothAsync("two such words", Asked, For(w => w.TwoFrequent), 150, 150);
        await BothAsync("a suggestion after 1 to 6 letters", Asked, (client, words, n) => client.GetAsync($"/v1/search/suggest?q={words.Typed(n)}"), 15, 15);
    }

    private async Task ToldAsync()
    {
        await BothAsync("a word with a typo, found as meant", Told, For(w => w.Mistyped));
        await BothAsync("a rare word with all four facets", Told, Faceted(w => w.Rare));
        await BothAsync("a word in 20 % of the names with all four facets", Told, Faceted(w => w.Frequent));
        await BothAsync("a phrase", Told, For(w => n => $"\"{w.Phrase(n)}\""));
        await BothAsync("type:pdf alone", Told, For(_ => _ => "type:pdf"));
        await BothAsync("one letter", Told, For(w => n => w.Typed(6 * n)));
        foreach (var (whose, client) in new[] { ("owner", owner), ("reader", reader) })
        {
            var first = await client.SendAsync(HttpMethod.Post, "/v1/search", new { query = "report", page = Page - 1 });
            if (first.GetProperty("next_cursor").GetString() is { } cursor)
                figures.Percentile95($"page {Page} by cursor of a word in 20 % of the names, {whose}", await TimesAsync(Told, _ => client.SendAsync(HttpMethod.Post, "/v1/search", new { query = "report", cursor })));
        }

        figures.Percentile95("a word, by somebody who sees nothing", await TimesAsync(Told, n => For(w => w.Rare)(nobody, own, n)));
        figures.Percentile95("a suggestion, to somebody who sees nothing", await TimesAsync(Told, n => nobody.GetAsync($"/v1/search/suggest?q={own.Typed(n)}")));
    }

    private static Func<Client, LibraryWords, int, Task> For(Func<LibraryWords, Func<int, string>> query) =>
        (client, words, n) => client.SendAsync(HttpMethod.Post, "/v1/search", new { query = query(words)(n) });

    private static Func<Client, LibraryWords, int, Task> Faceted(Func<LibraryWords, Func<int, string>> query) =>
        (client, words, n) => client.SendAsync(HttpMethod.Post, "/v1/search", new { query = query(words)(n), facets = AllFacets });

    /// <summary>The owner's and the reader's by turns, so that they meet the same machine.</summary>
    private async Task BothAsync(string what, int times, Func<Client, LibraryWords, int, Task> ask, double? owners = null, double? readers = null)
    {
        var (mine, theirs) = (new List<double>(), new List<double>());
        for (var n = 0; n < Warm + times; n++)
        {
            mine.Add(await TimeAsync(() => ask(owner, own, n)));
            theirs.Add(await TimeAsync(() => ask(reader, shared, n)));
        }

        figures.Percentile95($"{what}, owner", mine[Warm..], owners);
        figures.Percentile95($"{what}, reader", theirs[Warm..], readers);
    }

    private static async Task<List<double>> TimesAsync(int times, Func<int, Task> request)
    {
        var all = new List<double>();
        for (var n = 0; n < Warm + times; n++) all.Add(await TimeAsync(() => request(n)));
        return all[Warm..];
    }

    private static async Task<double> TimeAsync(Func<Task> request)
    {
        var started = Stopwatch.GetTimestamp();
        await request();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static Task<List<string>> NamesAsync(MeasuredService service, string where) => service.ListAsync<string>(
        $"SELECT s.name_text FROM search_texts s JOIN drives d ON d.id = s.drive_id JOIN items i ON i.id = s.item_id WHERE i.type = 'file' AND {where} ORDER BY s.item_id");
}
