namespace DocMgmt.Api.Auth;

/// <summary>A route that ignores the Idempotency-Key: its answer is a secret or must not be given twice, or it may be done again by nature.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NotIdempotentAttribute : Attribute;

/// <summary>Which requests an Idempotency-Key means something to.</summary>
internal static class IdempotencyKeys
{
    public static bool AreTaken(string method, IEnumerable<object> metadata) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !metadata.OfType<NotIdempotentAttribute>().Any();
}
