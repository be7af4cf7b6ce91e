using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.OpenApi;

/// <summary>The problems that follow from what a route is.</summary>
internal static class RefusalRules
{
    /// <summary>What naming a folder to put something into can lead to.</summary>
    public static Problem[] OfFolder { get; } = [Problems.NotFound, Problems.Forbidden, Problems.ParentNotAFolder];

    public static IEnumerable<Problem> Of(RouteFacts route) => new[]
    {
        When(true, Problems.Internal, Problems.Unavailable),
        When(route.ChangesSomething, Problems.OutcomeUnknown),
        When(route.NeedsToken, Problems.NotSignedIn, Problems.SessionEnded),
        When(route.Inputs.Any() || route.TakesBytes, Problems.Invalid("item_name", "This is required."), Problems.MalformedRequest("The request's body can't be read.")),
        When(route.JsonBody is not null, Problems.RequestTimeout, Problems.BodyTooLarge, Problems.UnsupportedMediaType),
        When(route.TakesBytes, Problems.RequestTimeout, Problems.TooLarge(1_000_000_000), Problems.TypeNotAllowed("video/mp4"), Problems.ChecksumMismatch, Problems.StorageFull),
        When(route.TakesIdempotencyKey, Problems.MalformedRequest("An Idempotency-Key has 1 to 255 printable ASCII characters."), Problems.RequestInProgress, Problems.IdempotencyKeyReused),
        When(route.Successes.Any(s => IsList(s.Type)), Problems.BadCursor),
        When(route.Inputs.Any(IsId), Problems.NotFound),
        When(route.Inputs.Contains("parent_id"), route.ChangesSomething ? OfFolder : [Problems.NotFound, Problems.ParentNotAFolder]),
    }.SelectMany(problems => problems);

    public static bool IsList(Type type) => type.GetProperty(nameof(Paged<>.NextCursor)) is not null;

    private static bool IsId(string name) => name == "id" || name.EndsWith("_id", StringComparison.Ordinal);

    private static Problem[] When(bool holds, params Problem[] problems) => holds ? problems : [];
}
