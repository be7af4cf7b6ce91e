using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Batches;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>Many changes in one request.</summary>
internal static class BatchRoutes
{
    /// <param name="Operations">One to 1,000; carried out in this order.</param>
    /// <param name="Atomic">Whether all are done or none; null: each by itself.</param>
    internal sealed record BatchBody(IReadOnlyList<Operation?> Operations, bool? Atomic = null);

    /// <summary>What came of one operation.</summary>
    /// <param name="Status">As of a request of its own.</param>
    /// <param name="Item">As it is after the whole batch; null where the operation leaves none to see.</param>
    /// <param name="JobId">Does the rest.</param>
    /// <param name="Problem">Why it was not done, as a problem document.</param>
    internal sealed record OperationAnswer(int Status, Item? Item, long? JobId, long? PermissionId, IReadOnlyDictionary<string, object?>? Problem);

    /// <param name="Results">One for each operation, in their order.</param>
    internal sealed record BatchAnswer(int Succeeded, int Failed, IReadOnlyList<OperationAnswer> Results);

    public static void MapBatch(this IEndpointRouteBuilder v1) =>
        v1.MapPost("/batch", async (BatchBody body, HttpContext http, IMediator mediator, CancellationToken ct) =>
        {
            var done = await mediator.Send(new RunBatch.Command([.. body.Operations.Select(Read)], body.Atomic ?? false), ct);
            var shown = await mediator.Send(new GetItems.Query([.. done.Results.Select(r => r.ItemId).OfType<long>()]), ct);
            var results = done.Results.Select(r => new OperationAnswer(
                r.Status, shown.GetValueOrDefault(r.ItemId ?? 0), r.JobId, r.PermissionId, r.Problem is { } p ? ProblemWriter.Document(p.ToProblem(), ProblemWriter.TraceId(http)) : null)).ToList();
            return TypedResults.Ok(new BatchAnswer(results.Count(r => r.Problem is null), results.Count(r => r.Problem is not null), results));
        }).WithTags("Batch").WithName(nameof(RunBatch)).WithSummary("Move, copy, delete, restore, purge, star, tag, grant and revoke many at once: all or none, or each as it can be.")
            .Refuses(Problems.NotFound, Problems.Forbidden, Problems.ItemNameTaken, Problems.DriveRoot, Problems.MoveIntoItself, Problems.TooDeep, Problems.ParentNotAFolder, Problems.QuotaExceeded(1_000),
                Problems.TooManyItems(MoveItem.MostItems), Problems.NoContent, Problems.ContentDamaged, Problems.ParentDeleted, Problems.TooManyJobs, Problems.BatchTooLong,
                Problems.PreconditionFailed, Problems.PreconditionRequired, Problems.GrantOutlastsOwn(new(2026, 12, 31, 0, 0, 0, DateTimeKind.Utc)), Problems.RootNotShared,
                Problems.TagUnknown, Problems.TooManyItemTags, Problems.TooManyTags, Problems.GranteeIsOwner, Problems.UserUnknown, Problems.GroupUnknown, Problems.TooManyAttempts(TimeSpan.FromMinutes(10)));

    private static BatchOperation Read(Operation? operation, int position)
    {
        try
        {
            return operation is null ? throw Problems.Invalid("op", "This must not be null.") : operation.Read();
        }
        catch (Problem e) when (e.Errors is not null)
        {
            throw Problems.OfOperation(position, e);
        }
    }
}
