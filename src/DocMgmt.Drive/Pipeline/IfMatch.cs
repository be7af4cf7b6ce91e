namespace DocMgmt.Drive.Pipeline;

/// <summary>The states of an item that If-Match or If-None-Match names (RFC 9110, section 13.1).</summary>
/// <param name="Revisions">Null: any, as long as it is there.</param>
public sealed record NamedStates(IReadOnlySet<long>? Revisions)
{
    public bool Include(long revision) => Revisions?.Contains(revision) != false;
}

/// <param name="Required">Whether a change of an item must say which state of it it changes (<c>Items__RequireIfMatch</c>).</param>
public sealed record IfMatchPolicy(bool Required);

/// <summary>Judges If-Match by the revision that was read under the item's lock.</summary>
internal sealed class Precondition(Caller caller, IfMatchPolicy policy)
{
    /// <exception cref="Problem">412 <c>precondition_failed</c>; 428 <c>precondition_required</c>.</exception>
    public void Judge(long revision)
    {
        if (policy.Required && caller.IfMatch is null) throw Problems.PreconditionRequired;
        JudgeGiven(revision);
    }

    /// <summary>The same for what changes nothing of the item itself, and needs no condition.</summary>
    public void JudgeGiven(long revision)
    {
        if (caller.IfMatch?.Include(revision) == false) throw Problems.PreconditionFailed;
    }
}
