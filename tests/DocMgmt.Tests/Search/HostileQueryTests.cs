using System.Diagnostics;
using System.Net;
using System.Text.Json;
using DocMgmt.Drive.Search;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Search;

/// <summary>Whatever is asked ends in a refusal or a result, with bounded work.</summary>
public class HostileQueryTests(SearchedDrive drive, Api api) : IClassFixture<SearchedDrive>
{
    private static readonly string[] TypeAndTag = ["type", "tag"], Facets = ["type", "owner", "tag", "month"];

    private static readonly string[] Texts =
    [
        new('x', 10_240), new(' ', 10_240), new('"', 999), new('"', 1_000), new('-', 1_000), new('*', 1_000), new(':', 1_000), new('(', 1_000), new('\\', 1_000), new('\'', 1_000), new('界', 1_000),
        string.Concat(Enumerable.Repeat("a ", 500)), string.Concat(Enumerable.Repeat("a* ", 333)), string.Concat(Enumerable.Repeat("or ", 333)), string.Concat(Enumerable.Repeat("a or ", 25)) + "b",
        string.Concat(Enumerable.Repeat("-a ", 50)), string.Concat(Enumerable.Repeat("\"a b\" ", 50)), string.Concat(Enumerable.Repeat("tag:a ", 50)), string.Concat(Enumerable.Repeat("tag:a or ", 40)) + "tag:b",
        string.Join(' ', Enumerable.Range(0, 40).Select(n => $"mistypedword{(char)('a' + (n % 26))}{(char)('a' + (n / 26))}")), string.Concat(Enumerable.Range(0, 500).Select(n => (char)(0x4E00 + n))),
        string.Join(' ', Enumerable.Range(0, 40).Select(n => new string((char)('a' + (n % 26)), 20) + "bcd")),
        "*", "%", "_", "a%", "%_%", "'", "''", "\\", "a\\", "a' & 'b", "a:*", "a:*ABCD", "!a", "a & !b | c", "(a", "a)", "<->", "a <-> b", "a <5> b", "$1", "@Pieces", "{0}", "'; DROP TABLE items; --", "<script>",
        "\"", "a \"", "-\"", "-\"\"", "\"\"", "\" \"", "type:", "type:\"", "type:\"file", "tag:\"\" or", "-type:file", "-type:file -type:folder", "or", "-or", "\"or\"", "in:", "in:/", "in:\"\"", "in:-1",
        "in:99999999999999999999", "in:9223372036854775807", "before:0001", "before:9999-12-31", "after:99999", "owner:0", "owner:@", "owner:me owner:me", "ext:.", "ext:..", "ext:*", "ext:%", "ext:a/b", "1/x", "#1", ".1", "7/",
        "\u0301", "a\u0301\u0302\u0303", "\u200D", "🎉", "\U0001F468\u200D\U0001F469", "\uFFFF", "\u0085", "İ", "ﬁ", "ß", "ſ", "٣", "½", "Ⅷ", "ａｂｃ", "\u202Efdp",
    ];

    [Fact]
    public async Task It_is_refused_or_answered()
    {
        foreach (var text in Texts)
        {
            var started = Stopwatch.StartNew();
            var response = await drive.Owner.PostAsync("/v1/search", new { query = text, facets = TypeAndTag });
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{Shortened(text)}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            Assert.True(started.Elapsed < TimeSpan.FromSeconds(5), $"{Shortened(text)}: {started.Elapsed}");
            var suggested = await drive.Owner.GetAsync($"/v1/search/suggest?q={Uri.EscapeDataString(text.Length > 1_000 ? text[..1_000] : text)}");
            Assert.True(suggested.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{Shortened(text)}: {(int)suggested.StatusCode}");
        }
    }

    [Fact]
    public async Task Texts_at_random_are_refused_or_answered()
    {
        var random = new Random();
        var seed = random.Next();
        random = new(seed);
        string[] bits = ["a", "budget", "\"", "-", " ", " or ", "*", ":", "tag:", "type:", "file", "ext:", "in:", "owner:me", "after:", "2026", "'", "\\", "/", "(", ")", "|", "&", "!", "<->", "界", "é", "\n", "\t", "%", "_", "$", "#"];
        for (var n = 0; n < 400; n++)
        {
            var text = string.Concat(random.GetItems(bits, random.Next(1, 12)));
            var response = await drive.Owner.PostAsync("/v1/search", new { query = text });
            Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"seed {seed}: {text}: {await response.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task The_total_is_exact_up_to_ten_thousand_and_a_lower_bound_from_there()
    {
        var (all, many) = (await drive.Owner.SearchAsync(new { query = "common" }), await drive.Owner.SearchAsync(new { query = "most" }));

        Assert.Equal((10_000, true), (all.GetProperty("total").GetInt32(), all.GetProperty("total_is_lower_bound").GetBoolean()));
        Assert.Equal((10_000, false), (many.GetProperty("total").GetInt32(), many.GetProperty("total_is_lower_bound").GetBoolean()));
        var next = await drive.Owner.SearchAsync(new { query = "common", cursor = all.Text("next_cursor") });
        Assert.Equal((10_000, true), (next.GetProperty("total").GetInt32(), next.GetProperty("total_is_lower_bound").GetBoolean()));
    }

    [Fact]
    public async Task Thousands_of_tags_that_begin_so_are_no_burden()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("tagged", [1])).Id();
        await alice.CarryAsync(file, "tango");
        await service.ExecuteAsync("INSERT INTO tags (drive_id, name, name_key, name_text) SELECT drive_id, 't' || n, 't' || n, 't' || n FROM items, generate_series(1, 5000) n WHERE id = $1", file);

        var started = Stopwatch.StartNew();
        Assert.Equal("tagged", await alice.FindAsync("t* t* t* t* t* t* t* t* t* t*"));
        await alice.SuggestAsync("t");
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(5), $"{started.Elapsed}");
    }

    [Fact]
    public async Task Of_more_than_is_ranked_what_is_called_so_and_what_changed_last_come_first()
    {
        await using var service = await api.StartAsync(s => s.AddSingleton(new SearchLimits(MostRanked: 100)));
        var alice = await service.NewUserAsync();
        await service.ExecuteAsync("""
            WITH made AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, created_by, created_at, updated_at)
                SELECT d.id, d.root_id, 'file', x.name, x.name, 0, 'text/plain', d.owner_id, now(), CASE n WHEN 19000 THEN now() ELSE now() - interval '1 day' + n * interval '1 second' END
                FROM drives d, generate_series(1, 20000) n, LATERAL (SELECT CASE n WHEN 15000 THEN 'marble' ELSE n || ' marble' END AS name) x
                WHERE d.owner_id = $1
                RETURNING id, drive_id, parent_id, name
            )
            INSERT INTO search_texts (item_id, drive_id, parent_id, name_text, form) SELECT id, drive_id, parent_id, name, 1 FROM made
            """, alice.Id);

        var found = await alice.SearchAsync(new { query = "marble" });

        Assert.StartsWith("marble, 19000 marble, 20000 marble, 19999 marble", Searching.Names(found), StringComparison.Ordinal);
        Assert.True(found.GetProperty("total_is_lower_bound").GetBoolean());
    }

    [Fact]
    public async Task What_is_found_is_read_and_hardly_anything_else()
    {
        foreach (var (body, most) in new (object, int)[] { (new { query = "rare" }, 400), (new { query = "common rare" }, 400), (new { query = "\"rare 11\"" }, 400), (new { query = "rrare" }, 400), (new { query = "nowhere" }, 200) })
        {
            await drive.Owner.SearchAsync(body);
            var work = await Work.OfAsync(drive.Service, () => drive.Owner.SearchAsync(body));
            Assert.True(work.Read < most, $"{JsonSerializer.Serialize(body)}: {work}");
        }
    }

    [Fact]
    public async Task A_search_is_one_statement_and_with_facets_two()
    {
        using var statements = new Statements();
        async Task<int> CountAsync(object body) =>
            (await statements.OfAsync(drive.Owner, HttpMethod.Post, "/v1/search", System.Net.Http.Json.JsonContent.Create(body))).Count;

        Assert.Equal(1, await CountAsync(new { query = "rare" }));
        Assert.Equal(2, await CountAsync(new { query = "rare", facets = Facets }));
        Assert.Equal(2, await CountAsync(new { query = "rrare" })); // nothing found, once more with typos
        Assert.Equal(3, await CountAsync(new { query = "rrare", facets = Facets }));
        Assert.Equal(1, await CountAsync(new { query = "tl072", facets = Facets })); // of nothing there is nothing to count
        Assert.Single(await statements.OfAsync(drive.Owner, HttpMethod.Get, "/v1/search/suggest?q=rar"));
    }

    private static string Shortened(string text) => text.Length > 60 ? $"{text[..60]}… ({text.Length})" : text;
}

/// <summary>A drive of 12,000 files, and another one of as many, which nobody else sees.</summary>
public sealed class SearchedDrive(Api api) : IAsyncLifetime
{
    internal TestService Service { get; private set; } = null!;
    internal TestUser Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await api.StartAsync();
        (Owner, var other) = (await Service.NewUserAsync(), await Service.NewUserAsync());
        foreach (var user in new[] { Owner, other })
        {
            await Service.ExecuteAsync("""
                WITH made AS (
                    INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, created_by, created_at, updated_at)
                    SELECT d.id, d.root_id, 'file', x.name, x.name, 0, 'text/plain', d.owner_id, now(), now() + n * interval '1 second'
                    FROM drives d, generate_series(1, 12000) n,
                        LATERAL (SELECT 'common ' || CASE WHEN n <= 10000 THEN 'most ' ELSE '' END || CASE WHEN n % 1000 = 11 THEN 'rare ' ELSE '' END || n AS name) x
                    WHERE d.owner_id = $1
                    RETURNING id, drive_id, parent_id, name
                )
                INSERT INTO search_texts (item_id, drive_id, parent_id, name_text, form) SELECT id, drive_id, parent_id, name, 1 FROM made
                """, user.Id);
        }

        await Service.ExecuteAsync("VACUUM ANALYZE");
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
