using System.Net;
using System.Text.Json;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Jobs;

/// <summary>Long work that users ask for, done in their name: each command in it is admitted as a request of theirs would be.</summary>
internal interface IUserJob
{
    /// <summary>As it is stored and shown.</summary>
    string Kind { get; }

    /// <summary>
    /// Does it, or goes on with it where it stopped. A tree that it makes has the job's id at its root until it is shown: what is left of one
    /// when the job ends is purged. What it throws ends the job as failed.
    /// </summary>
    Task RunAsync(UserJob job, JobRun run, CancellationToken ct);
}

/// <summary>A job of a user that this node carries out.</summary>
/// <param name="Attempt">Counts the nodes that began with it.</param>
internal sealed record UserJob(long Id, string Kind, long UserId, Guid SessionId, string Origin, string Arguments, int Attempt, long? Total)
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>From where it was asked for.</summary>
    private sealed record From(string? Address, string? UserAgent, string? RequestId);

    public static string Write(object arguments) => JsonSerializer.Serialize(arguments, Json);
    public static string OriginOf(Caller caller) => Write(new From(caller.Address?.ToString(), caller.UserAgent, caller.RequestId));

    public T Read<T>() => JsonSerializer.Deserialize<T>(Arguments, Json)!;

    /// <summary>Makes the caller of a scope the user who asked for this.</summary>
    public void Introduce(Caller caller)
    {
        var origin = JsonSerializer.Deserialize<From>(Origin, Json)!;
        caller.SignIn(UserId, SessionId);
        (caller.Address, caller.UserAgent, caller.RequestId) = (origin.Address is { } address ? IPAddress.Parse(address) : null, origin.UserAgent, origin.RequestId);
    }
}
