using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Rest;

public class OpenApiTests(Api api)
{
    [Fact]
    public async Task The_checked_in_document_is_what_the_service_says_of_itself()
    {
        using var visitor = api.Service.Anonymous();

        var document = await visitor.GetStringAsync(new Uri("/openapi/v1.yaml", UriKind.Relative));

        Generated.IsUpToDate("openapi.yaml", document);
    }

    [Fact]
    public async Task The_document_is_OpenAPI_3_1()
    {
        using var visitor = api.Service.Anonymous();

        var response = await visitor.GetAsync(new Uri("/openapi/v1.json", UriKind.Relative));

        Assert.StartsWith("3.1", (await response.SucceededAsync()).Text("openapi"));
    }

    [Fact]
    public async Task The_documentation_needs_nothing_from_elsewhere()
    {
        using var visitor = api.Service.Anonymous();

        var page = await visitor.GetStringAsync(new Uri("/docs/index.html", UriKind.Relative));

        Assert.Contains("swagger-ui", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=\"http", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("href=\"http", page, StringComparison.OrdinalIgnoreCase);
    }
}
