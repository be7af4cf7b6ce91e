using System.Collections.Concurrent;
using Dapper;
using DocMgmt.Drive.Database;
using MediatR;

namespace DocMgmt.Drive.Pipeline;

/// <summary>
/// Takes a command's locks, then decides whether the caller may run it, by what is true under the locks: one round trip, a snapshot for each
/// statement. An item that the caller cannot see does not exist for them. (A query's access is part of its own statement.)
/// </summary>
internal sealed class AccessBehavior<TRequest, TResponse>(Db db, Caller caller, Admission admission) : IPipelineBehavior<TRequest, TResponse>
    where TRequest : ICommand<TResponse>
{
    private static readonly ConcurrentDictionary<(AccessKind, AccessKind?, Locks), string> Statements = new();

    public async Task<TResponse> Handle(TRequest request, CancellationToken ct, RequestHandlerDelegate<TResponse> next)
    {
        admission.Clear();
        var access = request.Access;
        if (access.NeedsUser) await AdmitAsync(request, request is ILocking { Locks: var locks } ? locks : default, ct);
        return await next();
    }

    private async Task AdmitAsync(TRequest request, Locks locks, CancellationToken ct)
    {
        var (kind, moving) = (request.Access.Kind, request as IMoving);
        var parameters = Guarded.Parameters(request, null, caller, db.Now);
        var sql = Statements.GetOrAdd((kind, moving?.Moved.Kind, locks), static key => Text(key.Item1, key.Item2, key.Item3));

        // Each stage decides for itself, with its own snapshot, whether to lock: where the last one admits, all must have.
        var (missed, drives, folders) = (false, new HashSet<long>(), new HashSet<long>());
        (List<Target> Rows, long?)? moved = null, admitted;
        var reader = await db.Connection.ExecuteReaderAsync(Statement.Of(caller.Form(sql), parameters, ct));
        await using (reader)
        {
            for (; reader.GetName(0) == "locked"; await reader.NextResultAsync(CancellationToken.None))
            {
                missed |= !reader.HasRows;
                var ofFolders = reader.FieldCount > 1 && reader.GetName(1) == "folder";
                while (await reader.ReadAsync(CancellationToken.None))
                {
                    drives.Add(reader.GetInt64(0));
                    if (ofFolders) folders.Add(reader.GetInt64(1));
                }
            }

            if (moving is not null)
            {
                moved = await Guarded.ReadAsync<Target>(reader, sql, moving.Moved);
                await reader.NextResultAsync(CancellationToken.None);
            }

            admitted = moving is not null && moved is null ? null : await Guarded.ReadAsync<Target>(reader, sql, request.Access);
        }

        if (admitted is not { } found)
        {
            var nothing = await Guarded.NothingAsync(db.Connection, caller, parameters, ct);
            throw moved is null || nothing.Code != Problems.NotFound.Code ? nothing : moving!.NoPlace;
        }

        if (missed) throw new LocksMissedException();
        if (kind is AccessKind.SignedIn or AccessKind.Administrator) return;
        if (kind is AccessKind.Group)
        {
            admission.Role = (GroupRole)found.Rows[0].Level;
            return;
        }

        admission.Target = found.Rows[0];
        admission.Target.Reserve(db.ChargedTo(admission.Target.DriveId));
        if (moved is { } thing) admission.Moved = thing.Rows[0];
        if (!Holds(locks, admission, drives, folders)) throw new LocksMissedException();
    }

    // What was locked before the guard read it may have gone elsewhere in between.
    private static bool Holds(Locks locks, Admission admission, HashSet<long> drives, HashSet<long> folders)
    {
        var target = admission.Target;
        var moves = locks.HasFlag(Locks.Move);
        var itself = locks.HasFlag(Locks.Subtree) ? target.ParentId ?? target.Id : target.FolderId;
        return (drives.Count == 0 || drives.SetEquals(moves ? [target.DriveId, admission.Moved.DriveId] : [target.DriveId]))
            && (folders.Count == 0 || folders.Contains(itself))
            && (!moves || folders.Contains(admission.Moved.ParentId ?? admission.Moved.Id));
    }

    private static string Text(AccessKind kind, AccessKind? moved, Locks locks) =>
        LockStages.For(kind, moved, locks)
        + (moved is { } thing ? $"{Guard.ForMoved(thing)} SELECT {Guard.Columns}, {Target.Columns} FROM target t;\n" : "")
        + $"{Guard.For(kind)} SELECT {Guard.Columns}, {(kind is AccessKind.SignedIn or AccessKind.Administrator or AccessKind.Group ? "t.id, t.level" : Target.Columns)} FROM target t";
}
