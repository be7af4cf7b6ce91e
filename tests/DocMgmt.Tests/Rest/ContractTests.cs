using System.Net;
using System.Text;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Rest;

/// <summary>That what holds all answers against the document sees what is wrong with them.</summary>
public class ContractTests(Api api)
{
    private const string Tokens = """{"access_token": "a", "token_type": "Bearer", "expires_in": 1, "refresh_token": "r"}""";
    private const string Problem = """{"type": "t", "title": "t", "status": 401, "detail": "d", "code": "invalid_credentials", "trace_id": "i"}""";

    [Theory]
    [InlineData(200, "application/json", Tokens, null)]
    [InlineData(401, "application/problem+json", Problem, null)]
    [InlineData(202, "application/json", Tokens, "not described to answer 202")]
    [InlineData(200, "text/plain", null, "not described to be text/plain")]
    [InlineData(200, null, null, "has no body")]
    [InlineData(401, "application/json", Problem, "is no problem")]
    [InlineData(401, null, null, "is no problem")]
    [InlineData(404, "application/problem+json", Problem, "not described to answer 404")]
    [InlineData(401, "application/problem+json", """{"type": "t", "title": "t", "status": 401, "detail": "d", "code": "session_ended", "trace_id": "i"}""", "not described to answer session_ended")]
    [InlineData(401, "application/problem+json", """{"type": "t", "title": "t", "status": 401, "code": "invalid_credentials", "trace_id": "i"}""", "$.detail is missing")]
    [InlineData(200, "application/json", """{"access_token": "a", "token_type": "Bearer", "expires_in": "1", "refresh_token": "r"}""", "$.expires_in is no integer")]
    [InlineData(200, "application/json", """{"access_token": "a", "token_type": "Bearer", "expires_in": 1, "refresh_token": null}""", "$.refresh_token is no string")]
    [InlineData(200, "application/json", """{"access_token": "a", "token_type": "Bearer", "expires_in": 1, "refresh_token": "r", "more": 1}""", "$.more is not described")]
    public async Task An_answer_that_is_not_as_described_is_noticed(int status, string? mediaType, string? body, string? fault)
    {
        var description = await ApiDescription.OfAsync(api.Service.Address);

        var found = Contract.Fault(description, "POST", "/v1/auth/login", Answered(status, mediaType, body));

        if (fault is null) Assert.Null(found);
        else Assert.Contains(fault, found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_header_that_the_document_keeps_to_itself_is_noticed()
    {
        var description = await ApiDescription.OfAsync(api.Service.Address);

        Assert.Contains("Location", Contract.Fault(description, "POST", "/v1/auth/login", Answered(200, "application/json", Tokens, "Location")), StringComparison.Ordinal);
        Assert.Null(Contract.Fault(description, "POST", "/v1/auth/login", Answered(401, "application/problem+json", Problem, "WWW-Authenticate")));
    }

    [Theory]
    [InlineData("""{"type": "string", "format": "date-time"}""", "\"2026-01-31T09:30:00Z\"", "\"yesterday\"")]
    [InlineData("""{"type": "string", "format": "uuid"}""", "\"0198c5a2-7c11-7d6e-9b3f-2f6f1c0d4e5a\"", "\"1\"")]
    [InlineData("""{"type": "string", "pattern": "^a$"}""", "\"a\"", "\"b\"")]
    [InlineData("""{"type": ["null", "integer"], "format": "int32"}""", "null", "2147483648")]
    [InlineData("""{"enum": ["a", "b"]}""", "\"a\"", "\"c\"")]
    [InlineData("""{"type": "array", "items": {"type": "boolean"}}""", "[true]", "[true, 1]")]
    [InlineData("""{"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Role"}]}""", "\"user\"", "\"king\"")]
    [InlineData("""{"type": "object", "additionalProperties": {"type": "string"}}""", "{\"a\": \"b\"}", "{\"a\": 1}")]
    public async Task A_value_is_held_against_its_schema(string schema, string good, string bad)
    {
        var check = new SchemaCheck(await ApiDescription.OfAsync(api.Service.Address));

        Assert.Null(check.Fault(Json(schema), Json(good), "$"));
        Assert.NotNull(check.Fault(Json(schema), Json(bad), "$"));
    }

    private static Answer Answered(int status, string? mediaType, string? body, params string[] headers) => new(
        (HttpStatusCode)status, mediaType, headers.Append("X-Request-ID").ToHashSet(StringComparer.OrdinalIgnoreCase), body is null ? null : Encoding.UTF8.GetBytes(body));

    private static System.Text.Json.JsonElement Json(string text) => System.Text.Json.JsonDocument.Parse(text).RootElement;
}
