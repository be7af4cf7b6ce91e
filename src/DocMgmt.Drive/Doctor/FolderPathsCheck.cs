using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>
/// A folder's path is that of the folder it is in, and its own id. Since a path ends somewhere, this also finds folders that are in themselves.
/// What is in the trash by itself may have lost its folder, or have stayed behind when that one went to another drive.
/// </summary>
internal sealed class FolderPathsCheck(DoctorDb db, IMediator mediator) : IMending
{
    public string Name => "folder_paths";

    public Task<Examined> ExamineAsync(Look look, CancellationToken ct) => db.FindAsync("""
        SELECT format('folder %s: %s', f.id, w.what)
        FROM folders f
        LEFT JOIN items i ON i.id = f.id
        LEFT JOIN folders p ON p.id = i.parent_id
        CROSS JOIN LATERAL (
            SELECT CASE
                WHEN i.id IS NULL THEN 'there is no such item'
                WHEN f.drive_id <> i.drive_id THEN format('it is in drive %s, its item in %s', f.drive_id, i.drive_id)
                WHEN i.parent_id IS NULL AND i.trashed_at IS NULL AND (f.path <> '/' || f.id || '/' OR f.depth <> 0)
                    THEN format('it is a root, and its path is %s at depth %s', f.path, f.depth)
                WHEN p.drive_id = f.drive_id AND (f.path <> p.path || f.id || '/' OR f.depth <> p.depth + 1)
                    THEN format('its path is %s at depth %s, that of its parent %s at depth %s', f.path, f.depth, p.path, p.depth)
            END AS what
        ) w
        WHERE w.what IS NOT NULL
        """, "SELECT count(*) FROM folders", ct);

    public Task<long> MendAsync(Look look, CancellationToken ct) => mediator.SendAllAsync(after => new RebuildPaths.Command(after, Batch.Size), ct);
}
