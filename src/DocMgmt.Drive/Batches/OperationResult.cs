using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Batches;

/// <summary>What came of one operation. Nothing of what an item is: who may see it still is shown that by <see cref="Items.GetItems"/>.</summary>
/// <param name="Status">HTTP's, as if the operation were a request of its own.</param>
/// <param name="ItemId">What there is to be seen now: the item, or the one that was made.</param>
/// <param name="JobId">What does the rest.</param>
public sealed record OperationResult(int Status, long? ItemId = null, long? JobId = null, long? PermissionId = null)
{
    /// <summary>Why it was not done; null when it was.</summary>
    public Failure? Problem { get; init; }

    internal static OperationResult Of(Problem problem) => new(problem.Status)
    {
        Problem = new(problem.Code, problem.Status, problem.Message, problem.Errors, problem.RetryAfter is not { } after ? problem.Extensions
            : new Dictionary<string, object?>(problem.Extensions ?? new Dictionary<string, object?>(StringComparer.Ordinal), StringComparer.Ordinal) { ["retry_after"] = Math.Ceiling(after.TotalSeconds) }),
    };

    /// <summary>A <see cref="Pipeline.Problem"/> that can be stored with an answer.</summary>
    public sealed record Failure(
        string Code, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors, IReadOnlyDictionary<string, object?>? Extensions)
    {
        public Problem ToProblem() => new(Code, Status, Detail) { Errors = Errors, Extensions = Extensions };
    }
}
