using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Tags;
using MediatR;

namespace DocMgmt.Drive.Copies;

/// <summary>Copies the next things on a job's list, of which the user may still read each.</summary>
internal static class CopyBatch
{
    /// <param name="ParentId">The folder that the copy goes to.</param>
    public sealed record Command(long JobId, int Attempt, long ParentId, long DriveId) : ICommand<Done>
    {
        public Access Access => Access.ToFolder(ParentId, Level.Write);
    }

    /// <param name="Skipped">How many could not be copied.</param>
    /// <param name="More">Whether the list goes on.</param>
    public sealed record Done(int Made, int Skipped, bool More);

    private sealed record Candidate : Original
    {
        public bool Readable { get; init; }

        /// <summary>The copy of its folder, when an earlier batch made it.</summary>
        public long? ParentId { get; init; }
        public string ParentPath { get; init; } = "";
        public int ParentDepth { get; init; }

        /// <summary>The copy of the whole; null before the first batch.</summary>
        public long? RootId { get; init; }
    }

    internal sealed class Handler(Db db, Admission admission, JobTurn turn, CarriedTags tags) : IRequestHandler<Command, Done>
    {
        public async Task<Done> Handle(Command command, CancellationToken ct)
        {
            var place = admission.Target;
            if (place.DriveId != command.DriveId) throw Problems.PlaceLost;
            var position = await turn.TakeAsync(command.JobId, command.Attempt, ct);
            var batch = await ListAsync(command.JobId, position, ct);
            if (batch.Count == 0) return new(0, 0, false);
            if (batch[0] is { Parent: null, Readable: false }) throw Problems.SourceLost;

            var copy = new CopiedTree(db, place.DriveId, new(null, "/", -1), command.JobId);
            if (batch[0].RootId is { } root) copy.Know(1, new(root, $"/{root}/", 0));
            foreach (var made in batch.Where(c => c.ParentId is not null)) copy.Know(made.Parent!.Value, new(made.ParentId, made.ParentPath, made.ParentDepth));
            var kept = Keep(batch);
            if (kept.Sum(c => c.BlobId is null ? 0 : c.SizeBytes ?? 0) > place.AvailableBytes) throw place.QuotaExceeded();
            var ids = await copy.WriteAsync(kept, ct);
            await tags.CopyAsync([.. kept.Select(c => c.SourceId)], ids, place.DriveId, ct);
            await turn.EndAsync(command.JobId, batch[^1].Position, kept.Select(c => c.Position).ToArray(), ids, ct);
            return new(kept.Count, batch.Count - kept.Count, true);
        }

        /// <summary>What can be copied: all but what is not readable, and what was in a folder that is skipped.</summary>
        private static List<Candidate> Keep(IReadOnlyList<Candidate> batch)
        {
            var (kept, folders) = (new List<Candidate>(), new HashSet<int>());
            foreach (var candidate in batch)
            {
                if (!candidate.Readable || (candidate.ParentId is null && candidate.Parent is { } parent && !folders.Contains(parent))) continue;
                kept.Add(candidate);
                if (candidate.IsFolder) folders.Add(candidate.Position);
            }

            return kept;
        }

        private Task<IReadOnlyList<Candidate>> ListAsync(long jobId, int position, CancellationToken ct) => db.ListAsync<Candidate>($"""
            WITH {Guard.Caller},
            listed AS MATERIALIZED (SELECT * FROM job_items WHERE job_id = @JobId AND position > @Position ORDER BY position LIMIT @Size),
            wanted AS (SELECT l.source_id AS id FROM listed l),
            target AS ({Guard.Admitted})
            SELECT {Original.Columns}, t.id IS NOT NULL AS readable, p.made_id AS parent_id, f.path AS parent_path, f.depth AS parent_depth,
                (SELECT r.made_id FROM job_items r WHERE r.job_id = @JobId AND r.position = 1) AS root_id
            FROM listed l
            LEFT JOIN target t ON t.id = l.source_id AND t.level > 0
            LEFT JOIN items i ON i.id = t.id
            LEFT JOIN versions v ON v.id = i.current_version_id
            LEFT JOIN job_items p ON p.job_id = @JobId AND p.position = l.parent
            LEFT JOIN folders f ON f.id = p.made_id
            ORDER BY l.position
            """, new { jobId, position, Batch.Size }, ct);
    }
}
