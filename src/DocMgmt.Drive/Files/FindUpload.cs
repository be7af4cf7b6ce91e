using DocMgmt.Blobs;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>How far an upload of the caller's own has come.</summary>
public static class FindUpload
{
    public sealed record Query(long VersionId) : IQuery<State>
    {
        public Access Access => Access.SignedIn;
    }

    public sealed class State
    {
        /// <summary>The file that the completed version belongs to; null while the upload is pending.</summary>
        public long? DoneAs { get; init; }

        /// <summary>The bytes received last; null when none came yet.</summary>
        public BlobLocation? Staged => BlobLocation.TryParse(StagedStore, StagedKey, out var staged) ? staged : null;
        public string? StagedStore { get; init; }
        public string? StagedKey { get; init; }
        public bool ParentTrashed { get; init; }

        /// <summary>Without <see cref="DoneAs"/>: the version was deleted since.</summary>
        public bool Completed { get; init; }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, State>
    {
        // A version that was uploaded long ago has no upload row any more, and its upload stays completed all the same.
        public Task<State> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<State>(query, $"""
                {Guard.SignedIn}
                SELECT {Guard.Columns}, f.trash_id IS NOT NULL AS parent_trashed, v.item_id AS done_as, u.staged_store, u.staged_key, u.completed_at IS NOT NULL AS completed
                FROM target t
                LEFT JOIN versions v ON v.id = @VersionId AND v.created_by = t.id
                LEFT JOIN uploads u ON u.version_id = @VersionId AND u.user_id = t.id AND (u.expires_at > @Now OR v.id IS NOT NULL)
                LEFT JOIN folders f ON f.id = u.parent_id
                WHERE v.id IS NOT NULL OR u.version_id IS NOT NULL
                """, ct);
    }
}
