using System.Text.Json;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Rest;

/// <summary>What every route must say of itself. Which errors it has is held against its answers by every test (<see cref="Contract"/>).</summary>
public class OpenApiOperationsTests(Api api)
{
    [Fact]
    public async Task Every_operation_has_a_summary_that_is_a_sentence() => await AllAsync(operation =>
        operation.Json.TryGetProperty("summary", out var summary) && summary.GetString() is [>= 'A' and <= 'Z' or >= '0' and <= '9', .., '.'] ? null : "summary (WithSummary)");

    [Fact]
    public async Task Every_parameter_is_explained_and_has_an_example() => await AllAsync(operation => operation.Parameters
        .Where(p => !p.TryGetProperty("description", out _) || !p.TryGetProperty("example", out _))
        .Select(p => $"parameter {p.GetProperty("name")} (OpenApi/ParameterWords.cs)").FirstOrDefault());

    [Fact]
    public async Task Every_body_has_a_schema_and_an_example_that_fits_it()
    {
        var description = await DescriptionAsync();
        var check = new SchemaCheck(description);
        Assert.All(description.Operations, operation =>
        {
            foreach (var content in operation.Bodies.Concat(operation.Responses.SelectMany(r => Operation.Contents(r.Value))))
            {
                Assert.True(content.Value.TryGetProperty("schema", out var schema), $"{operation}: {content.Name} has no schema");
                var examples = Examples(description, content.Value).ToList();
                Assert.True(examples.Count > 0, $"{operation}: {content.Name} has no example (OpenApi/Samples.cs)");
                foreach (var example in examples) Assert.Null(check.Fault(schema, example, operation.Id));
            }
        });
    }

    [Fact]
    public async Task Every_operation_says_what_it_answers_and_what_it_refuses() => await AllAsync(operation =>
        !operation.Responses.Any(r => r.Name is ['2', ..]) ? "good answer"
        : !operation.Responses.Any(r => r.Name == "500") ? "500"
        : operation.NeedsToken && !operation.Responses.Any(r => r.Name == "401") ? "401"
        : operation.Bodies.Any() && !operation.Responses.Any(r => r.Name == "400") ? "400"
        : operation.Path.Contains('{', StringComparison.Ordinal) && !operation.Responses.Any(r => r.Name == "404") ? "404"
        : null);

    private async Task AllAsync(Func<Operation, string?> missing)
    {
        var operations = (await DescriptionAsync()).Operations;
        Assert.NotEmpty(operations);
        Assert.All(operations, operation => Assert.True(missing(operation) is null, $"{operation} has no {missing(operation)}"));
    }

    private Task<ApiDescription> DescriptionAsync() => ApiDescription.OfAsync(api.Service.Address);

    private static IEnumerable<JsonElement> Examples(ApiDescription description, JsonElement content) =>
        content.TryGetProperty("example", out var example) ? [example]
        : content.TryGetProperty("examples", out var examples) ? examples.EnumerateObject().Select(e => description.Resolve(e.Value).GetProperty("value"))
        : [];
}
