using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>What the OpenAPI document says beyond what the framework finds in the routes. The steps build on each other, in this order.</summary>
internal static class ApiDocument
{
    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddSchemaTransformer(Schemas.SayWhatTheFrameworkDoesNot);
        options.AddOperationTransformer(Each(Security.Describe));
        options.AddOperationTransformer(Each(ParameterWords.Describe));
        options.AddOperationTransformer(Each(Successes.Describe));
        options.AddOperationTransformer(Each(ContentResponses.Describe));
        options.AddOperationTransformer(Each(StreamResponses.Describe));
        options.AddOperationTransformer(Each(TusResponses.Describe));
        options.AddOperationTransformer(Each(Refused.Describe));
        options.AddOperationTransformer(Each(PageResponses.Describe));
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "DocMgmt", Version = "v1", Description = "Documents, stored once, by their content." };
            document.Servers = [];
            Schemas.RequireWhatIsAlwaysAnswered(document);
            return Task.CompletedTask;
        });
    }

    private static Func<OpenApiOperation, OpenApiOperationTransformerContext, CancellationToken, Task> Each(Action<OpenApiOperation, RouteFacts, OpenApiDocument> describe) =>
        (operation, context, _) =>
        {
            describe(operation, new RouteFacts(context.Description), context.Document!);
            return Task.CompletedTask;
        };
}
