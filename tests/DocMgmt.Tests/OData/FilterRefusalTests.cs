using System.Net;
using System.Text.Json;
using DocMgmt.Drive.OData;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.OData;

/// <summary>What is no filter, or is one that should do harm, is refused before the database hears of it.</summary>
public class FilterRefusalTests(Api api)
{
    private static readonly string[] Hostile =
    [
        // too deep, too long, too much
        new string('(', 1_900) + "id eq 1" + new string(')', 1_900), new string('(', 3_999), new string('[', 3_999), new string('{', 1_900),
        string.Concat(Enumerable.Repeat("not ", 990)) + "is_starred", string.Concat(Enumerable.Repeat("not ", 300)) + "is_starred", "id eq " + string.Concat(Enumerable.Repeat("- ", 1_900)) + "1",
        string.Concat(Enumerable.Repeat("tolower(", 440)) + "item_name" + new string(')', 440) + " eq 'x'", string.Join(" or ", Enumerable.Repeat("id eq 1", 60)),
        string.Concat(Enumerable.Range(0, 150).Select(n => $"tags/any(t{n}:")) + "id eq 1" + new string(')', 150), "item_name" + string.Concat(Enumerable.Repeat("/x", 1_900)),
        $"item_name eq '{new string('x', 4_001 - "item_name eq ''".Length)}'",
        $"id in ({string.Join(',', Enumerable.Range(0, 1_000))})", $"id in ({string.Join(',', Enumerable.Range(0, 101))})", $"item_name in ({string.Join(',', Enumerable.Repeat("'x'", 101))})",
        // SQL
        "item_name eq 'x' or 1=1", "item_name eq 'x' -- c", "item_name eq 'x' /* c */", "item_name eq 'x'; DROP TABLE items", "item_name eq 'x') or (1 eq 1", "item_name eq $1", "item_name eq @CallerId", "i.name eq 'x'",
        "item_name eq E'\\x41'", "item_name eq $$x$$", "pg_sleep(10) eq 1", "item_name::text eq 'x'", "item_name in (SELECT name FROM items)", "item_name in ('x') or (SELECT 1) eq 1", "\"item_name\" eq 'x'",
        // parts of OData that are not supported
        "$it eq null", "$it/item_name eq 'x'", "@p1 eq item_name", "item_name eq @p1", "cast(size_bytes,Edm.String) eq '1'", "isof(DocMgmt.Item)", "DocMgmt.Item/item_name eq 'x'", "$root/Items(1)/item_name eq 'x'",
        "size_bytes add 1 eq 2", "size_bytes mod 2 eq 0", "-size_bytes lt 0", "item_name has 'x'", "id has 1", "toupper(item_name) eq 'X'", "length(item_name) gt 3", "indexof(item_name,'x') eq 1", "substring(item_name,1) eq 'x'",
        "trim(item_name) eq 'x'", "concat(item_name,'x') eq 'y'", "year(updated_at) eq 2026", "date(updated_at) eq 2026-01-01", "now() gt updated_at", "round(size_bytes) eq 1", "geo.distance(item_name,item_name) lt 1",
        "nosuch(item_name)", "matchesPattern(item_name,'^a')", "tags/all(t: t eq 'x')", "tags/$count gt 1", "tags/any(t: tags/any(u: u eq t))", "tags/any(t: t)", "tags eq 'x'", "contains(tags,'x')", "'x' in tags", "item_name in tags",
        // literals alone, or compared with each other
        "true", "false", "null", "not true", "1 eq 1", "'a' eq 'a'", "null eq null", "1 in (1,2)", "tolower('A') eq 'a'", "contains('abc','b')", "id eq 1 and true", "is_starred or 1 eq 1", "tags/any(t: true)", "tags/any(t: 'a' eq 'a')",
        // types
        "id eq 'x'", "id eq true", "id eq 1e400", "id eq 1e3", "id eq NaN", "size_bytes lt INF", "size_bytes gt -INF", "id eq 0x10", "id eq guid'01234567-89ab-cdef-0123-456789abcdef'", "id eq 01234567-89ab-cdef-0123-456789abcdef",
        "id eq 99999999999999999999999999999999999999", "id eq 0.00000000000000000000000000000000001", "updated_at gt duration'P1D'", "updated_at gt '2026-01-01'", "updated_at gt 2026-02-30", "updated_at gt 2026-01-01T00:00:00",
        "updated_at gt 2026-01-01T00:00:00.0000001Z", "updated_at gt 0001-01-01T00:00:00+14:00", "updated_at eq 12:00:00", "item_name eq 5", "item_name eq binary'AA'", "is_starred eq 1", "is_starred gt false", "is_starred in (true)",
        "checksum eq 'abc'", "checksum gt '0000000000000000000000000000000000000000000000000000000000000000'", "contains(checksum,'a')", "tolower(checksum) eq 'a'", "item_name eq size_bytes", "item_name lt null", "size_bytes ge null", "contains(item_name,null)", "id in (1.5)",
        "id in ('x')", "id in (1,null)", "updated_at in (2026-01-01)", "id in (99999999999999999999)", "version_count in (3000000000)",
        // properties that depend on who looks
        "parent_id eq 1", "full_path eq '/x'", "permission_type eq 'read'", "can_edit eq true", "can_edit", "last_accessed_at eq null", "nosuch eq 1", "item_name/x eq 1", "sort_key eq 'x'", "drive_id eq 1",
        // no filter
        "", "   ", "item_name", "item_name eq", "item_name eq 'x", "eq 'x'", "and", "()", "[]", "{}", "item_name eq 'x' and", "item_name in", "item_name in ()", "item_name in ('x',)", "item_name in ('x' 'y')", "item_name in ('x", "item_name in (('x'))",
        "item_name in [\"x\"]", "item_name in (\"x\")", "item_name in {\"a\":1}", "item_name in [\"\uE000\"]", "item_name in ('y') or item_name in [\"\uE000\"]", "isof( NaN )", "null in geography'POINT(1 1)'", "item_name eq 'x\0y'", "\0",
    ];

    [Fact]
    public async Task A_filter_that_should_not_be_is_refused_at_once()
    {
        var alice = await api.NewUserAsync();
        var wrong = new List<string>();
        using var statements = new Statements();
        foreach (var filter in Hostile)
        {
            var (response, asked) = await statements.AnyAnswerAsync(alice, $"/v1/items?$filter={Escaped(filter)}");
            var answer = await response.Content.ReadAsStringAsync();
            var said = response.StatusCode == HttpStatusCode.BadRequest && JsonDocument.Parse(answer).RootElement is var problem && problem.Text("code") == "query_invalid"
                ? problem.GetProperty("errors").GetProperty("$filter")[0].GetString()!
                : "";
            // What was sent does not come back many times over.
            if (said.Length == 0 || said.Contains("internal", StringComparison.OrdinalIgnoreCase) || asked.Count > 0 || answer.Length > 10_000) wrong.Add($"{filter}: {(int)response.StatusCode} after {asked.Count} statements, {answer}");
        }

        Assert.Equal([], wrong);
    }

    [Theory]
    [InlineData("(", "id eq 1", ")")]
    [InlineData("not (", "is_starred", ")")]
    [InlineData("tolower(", "item_name", ") eq 'x'")]
    [InlineData("tags/any(t: ", "t eq 'x'", ")")]
    [InlineData("id in ", "1", "")]
    [InlineData("[", "1", "]")]
    public async Task Ten_thousand_of_anything_are_refused(string before, string inner, string after)
    {
        var filter = string.Concat(Enumerable.Repeat(before, 10_000)) + inner + string.Concat(Enumerable.Repeat(after, 10_000));

        Assert.Equal("query_invalid", Assert.Throws<Problem>(() => new ODataQuery(filter).ReadFilter()).Code);
        await (await (await api.NewUserAsync()).GetAsync($"/v1/items?$filter={Escaped(filter[..10_000])}")).IsProblemAsync(HttpStatusCode.BadRequest, "query_invalid");
    }

    [Fact]
    public async Task Looking_into_other_tables_counts_tenfold()
    {
        var alice = await api.NewUserAsync();
        foreach (var condition in new[] { "is_starred", "checksum eq null", "scan_status eq 'x'", "owner_id eq 1", "tags/any(t: t eq 'x')" })
        {
            await alice.GetJsonAsync($"/v1/items?$filter={Escaped(string.Join(" or ", Enumerable.Repeat(condition, 10)))}");
            await (await alice.GetAsync($"/v1/items?$filter={Escaped(string.Join(" or ", Enumerable.Repeat(condition, 20)))}")).IsProblemAsync(HttpStatusCode.BadRequest, "query_invalid");
        }
    }

    [Fact]
    public async Task The_parsers_own_words_say_what_is_wrong()
    {
        var response = await (await api.NewUserAsync()).GetAsync("/v1/items?$filter=nosuch eq 1");

        var problem = await response.IsProblemAsync(HttpStatusCode.BadRequest, "query_invalid");
        Assert.Equal("Could not find a property named 'nosuch' on type 'DocMgmt.Item'.", problem.GetProperty("errors").GetProperty("$filter")[0].GetString());
    }

    /// <summary>Not a theory: what carries a test's arguments around makes U+FFFD of half a character.</summary>
    [Fact]
    public void What_is_no_text_is_refused()
    {
        foreach (var text in new[] { "\ud800", "x\udc00y", "\0" })
            Assert.Equal("query_invalid", Assert.Throws<Problem>(() => new ODataQuery($"item_name eq '{text}'").ReadFilter()).Code);
    }

    [Fact]
    public async Task What_is_just_within_the_limits_is_answered()
    {
        var alice = await api.NewUserAsync();
        foreach (var filter in new[]
        {
            $"item_name eq '{new string('x', 4_000 - "item_name eq ''".Length)}'", $"id in ({string.Join(',', Enumerable.Range(1, 100))})", new string('(', 50) + "id eq 1" + new string(')', 50),
            string.Join(" or ", Enumerable.Repeat("id eq 1", 50)), string.Concat(Enumerable.Repeat("not ", 100)) + "is_starred", "id eq 9223372036854775807", "id eq -9223372036854775808", "id lt 9223372036854775808",
            "tags/any(t: t eq item_name)", "ITEM_NAME EQ 'x' AND CONTAINS(Item_Name, 'X') OR id IN (1)", "updated_at gt 0001-01-01T00:00:00Z and updated_at lt 9999-12-31T23:59:59Z",
        })
        {
            await alice.GetJsonAsync($"/v1/items?$filter={Escaped(filter)}");
        }
    }

    // No longer than needed: an address has 8 KB.
    private static string Escaped(string text) => Uri.EscapeDataString(text).Replace("%28", "(").Replace("%29", ")").Replace("%20", "+").Replace("%27", "'").Replace("%2C", ",").Replace("%5B", "[").Replace("%5D", "]");
}
