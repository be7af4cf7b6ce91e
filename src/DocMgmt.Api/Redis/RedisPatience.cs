namespace DocMgmt.Api.Redis;

/// <summary>How long a request waits for an answer of Redis.</summary>
internal sealed record RedisPatience(TimeSpan Length)
{
    public static readonly RedisPatience Usual = new(TimeSpan.FromMilliseconds(200));
}
