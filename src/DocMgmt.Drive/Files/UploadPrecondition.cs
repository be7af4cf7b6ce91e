using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Files;

/// <summary>Judges If-Match and If-None-Match of an upload. They are about what has its name in its folder; with nothing there, If-Match fails.</summary>
internal sealed class UploadPrecondition(Db db, Admission admission, Caller caller, IfMatchPolicy policy)
{
    private sealed record Named(string Type, long Revision);

    /// <summary>The decision, under the lock of what has the name, after the folder's; costs a round trip where there is a condition to judge.</summary>
    /// <returns>What may be written. Where nothing had the name it becomes no version of what somebody else makes of that name meanwhile.</returns>
    /// <exception cref="Problem">412 <c>precondition_failed</c>; 428 <c>precondition_required</c>.</exception>
    public async Task<NewVersion> JudgeAsync(NewVersion version, CancellationToken ct)
    {
        if (caller.IfMatch is null && caller.IfNoneMatch is null && !policy.Required) return version;
        var named = await db.SingleOrDefaultAsync<Named>(
            "SELECT type, revision FROM items WHERE parent_id = @ParentId AND name = @ItemName AND trashed_at IS NULL FOR NO KEY UPDATE",
            new { ParentId = admission.Target.Id, version.ItemName }, ct);
        Judge(named?.Type, named?.Revision, version.OnConflict);
        if (named is not null) return version;
        return version with
        {
            OnConflict = version.OnConflict == OnConflict.Version ? OnConflict.Fail : version.OnConflict,
            Taken = caller.IfNoneMatch is not null ? Problems.PreconditionFailedCode
                : version.OnConflict == OnConflict.Version ? Problems.PreconditionRequiredCode
                : version.Taken,
        };
    }

    /// <summary>The same as an early refusal, by what was read without a lock.</summary>
    /// <param name="type">Of what has the name: file, folder, or null for nothing.</param>
    public void Judge(string? type, long? revision, OnConflict onConflict)
    {
        JudgeGiven(type, revision);
        if (policy.Required && caller.IfMatch is null && type == "file" && onConflict == OnConflict.Version) throw Problems.PreconditionRequired;
    }

    /// <summary>The same for what only announces an upload, and may leave its condition to the request that writes.</summary>
    public void JudgeGiven(string? type, long? revision)
    {
        if (caller.IfMatch is { } wanted && !(type == "file" && wanted.Include(revision!.Value))) throw Problems.PreconditionFailed;
        if (caller.IfNoneMatch is { } unwanted && type is not null && unwanted.Include(revision!.Value)) throw Problems.PreconditionFailed;
    }
}
