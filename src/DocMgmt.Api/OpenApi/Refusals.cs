using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.OpenApi;

/// <summary>Problems that a route answers, beyond those that follow from a rule (<see cref="RefusalRules"/>).</summary>
internal sealed record Refusals(IReadOnlyList<Problem> Problems);

internal static class RefusalsExtensions
{
    /// <summary>Says, in the route table, which problems a route or a group of routes has of its own.</summary>
    public static TBuilder Refuses<TBuilder>(this TBuilder routes, params Problem[] problems)
        where TBuilder : IEndpointConventionBuilder => routes.WithMetadata(new Refusals(problems));
}
