using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Search;

/// <summary>What can't be asked is refused with the reason, by the field that it stands in.</summary>
public class QueryErrorTests(Api api)
{
    [Theory]
    [InlineData("""{"query": "a \"b"}""", "query", "A quotation mark is open")]
    [InlineData("""{"query": "tag:"}""", "query", "A tag is asked for by its name")]
    [InlineData("""{"query": "tag:\"\""}""", "query", "A tag is asked for by its name")]
    [InlineData("""{"query": "type:spoon"}""", "query", "There is no type 'spoon'. The types are file, archive,")]
    [InlineData("""{"query": "ext:"}""", "query", "ext: takes the end of a name")]
    [InlineData("""{"query": "before:yesterday"}""", "query", "'yesterday' is no day")]
    [InlineData("""{"query": "after:2026-02-30"}""", "query", "'2026-02-30' is no day")]
    [InlineData("""{"query": "after:2026-02-01T10:00"}""", "query", "is no day: write 2026-03-31, 2026-03, 2026, or a time with its zone")]
    [InlineData("""{"query": "owner:nobody"}""", "query", "An owner is me, an e-mail address or the id")]
    [InlineData("""{"query": "in:Projects"}""", "query", "in: takes the id of a folder or its path")]
    [InlineData("""{"query": "x -in:7"}""", "query", "in: says where to look")]
    [InlineData("""{"query": "x or in:7"}""", "query", "in: says where to look")]
    [InlineData("""{"query": "in:7 in:8"}""", "query", "Say in: once")]
    [InlineData("""{"query": "or budget"}""", "query", "or stands between two things")]
    [InlineData("""{"query": "budget or"}""", "query", "or stands between two things")]
    [InlineData("""{"query": "a or or b"}""", "query", "or stands between two things")]
    [InlineData("""{"query": "OR"}""", "query", "or stands between two things")]
    [InlineData("""{"query": "  "}""", "query", "Say what to search for")]
    [InlineData("""{"query": "?!* ---"}""", "query", "Say what to search for")]
    [InlineData("""{}""", "query", "Say what to search for")]
    [InlineData("""{"query": "x\u0000"}""", "query", "characters that are none")]
    [InlineData("""{"type": "spoon"}""", "type", "There is no type 'spoon'")]
    [InlineData("""{"tags": [""]}""", "tags", "A tag is asked for by its name")]
    [InlineData("""{"tags": [null]}""", "tags", "A tag is asked for by its name")]
    [InlineData("""{"owner": ""}""", "owner", "An owner is me")]
    [InlineData("""{"mime_type": "pictures"}""", "mime_type", "is no MIME type: write image/png, or image/*")]
    [InlineData("""{"min_size_bytes": -1}""", "min_size_bytes", "A size is a number of bytes")]
    [InlineData("""{"updated_after": "soon"}""", "updated_after", "'soon' is no day")]
    [InlineData("""{"created_before": "2026-13"}""", "created_before", "'2026-13' is no day")]
    [InlineData("""{"query": "x in:7", "in": 8}""", "in", "Say once where to look")]
    [InlineData("""{"parent_id": 7, "in": 8}""", "in", "Say once where to look")]
    public async Task The_reason_stands_by_the_field(string body, string field, string reason)
    {
        var user = await api.NewUserAsync();

        var problem = await (await user.PostAsync("/v1/search", JsonSerializer.Deserialize<JsonElement>(body))).IsProblemAsync(HttpStatusCode.BadRequest, "query_invalid");

        Assert.Contains(reason, problem.GetProperty("errors").GetProperty(field)[0].GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"query": "x", "order": "colour"}""", "order")]
    [InlineData("""{"query": "x", "facets": ["colour"]}""", "facets")]
    [InlineData("""{"query": "x", "facets": [null]}""", "facets")]
    [InlineData("""{"query": "x", "page_size": 101}""", "page_size")]
    [InlineData("""{"query": "x", "page": 0}""", "page")]
    public async Task Other_fields_are_as_in_lists(string body, string field)
    {
        var user = await api.NewUserAsync();

        var problem = await (await user.PostAsync("/v1/search", JsonSerializer.Deserialize<JsonElement>(body))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.ToString());
    }

    [Theory]
    [InlineData("/v1/search/suggest")]
    [InlineData("/v1/search/suggest?q=")]
    [InlineData("/v1/search/suggest?q=x&limit=0")]
    [InlineData("/v1/search/suggest?q=x&limit=51")]
    [InlineData("/v1/search/suggest?q=%00")]
    public async Task Suggestions_need_something_typed(string path)
    {
        var user = await api.NewUserAsync();

        Assert.Equal(HttpStatusCode.BadRequest, (await user.GetAsync(path)).StatusCode);
    }

    [Fact]
    public async Task A_file_is_no_place_to_search_in()
    {
        var user = await api.NewUserAsync();
        var file = (await user.UploadAsync("plain.txt", [1])).Id();

        await (await user.PostAsync("/v1/search", new { query = "plain", @in = file })).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
        await (await user.PostAsync("/v1/search", new { query = "plain in:/plain.txt" })).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
        await (await user.PostAsync("/v1/search", new { query = "plain in:/nowhere" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }
}
