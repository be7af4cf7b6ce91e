namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// An expected failure, as the client sees it (RFC 9457). Thrown by handlers and behaviors, out of <see cref="Problems"/>; one place in the
/// head writes it down.
/// </summary>
/// <param name="code">Stable and machine-readable.</param>
/// <param name="status">HTTP status.</param>
/// <param name="detail">What went wrong and what to do, for people.</param>
public sealed class Problem(string code, int status, string detail) : Exception(detail)
{
    public string Code { get; } = code;
    public int Status { get; } = status;

    /// <summary>Messages by field, in the names of the API; for validation only.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>Further members of the problem document.</summary>
    public IReadOnlyDictionary<string, object?>? Extensions { get; init; }

    /// <summary>Response headers that belong to it.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>When trying again makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
