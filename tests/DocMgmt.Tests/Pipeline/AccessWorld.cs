using System.Collections.Concurrent;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Alice's <c>/top/middle/F/f.txt</c>, and somebody who has to do with it in one of many ways.</summary>
internal sealed record AccessWorld(TestUser Subject, TestUser Other, long Top, long Middle, long Folder, long File, long Version)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<AccessWorld>>> Worlds = new(StringComparer.Ordinal);

    private static readonly DateTime Past = DateTime.UnixEpoch, Future = DateTime.UnixEpoch.AddYears(500);

    /// <summary>How the subject came to a level, and which one that is on the folder and on the file: 0 none, 4 owner, -1 signed out.</summary>
    public static readonly IReadOnlyDictionary<string, (int OnFolder, int OnFile, Func<TestService, AccessWorld, Task> Plant)> Ways =
        new Dictionary<string, (int, int, Func<TestService, AccessWorld, Task>)>(StringComparer.Ordinal)
        {
            ["no grant"] = (0, 0, (_, _) => Task.CompletedTask),
            ["read"] = (1, 1, (s, w) => s.GrantAsync(w.Folder, w.Subject, 1)),
            ["write"] = (2, 2, (s, w) => s.GrantAsync(w.Folder, w.Subject, 2)),
            ["admin"] = (3, 3, (s, w) => s.GrantAsync(w.Folder, w.Subject, 3)),
            ["read by group"] = (1, 1, (s, w) => s.GrantToGroupAsync(w.Folder, w.Subject, 1)),
            ["write by group"] = (2, 2, (s, w) => s.GrantToGroupAsync(w.Folder, w.Subject, 2)),
            ["a group that was left"] = (0, 0, (s, w) => BothAsync(s.GrantToGroupAsync(w.Folder, w.Subject, 3),
                () => s.ExecuteAsync("DELETE FROM group_members WHERE user_id = $1", w.Subject.Id))),
            ["expired"] = (0, 0, (s, w) => s.GrantAsync(w.Folder, w.Subject, 3, Past)),
            ["expired by group"] = (0, 0, (s, w) => s.GrantToGroupAsync(w.Folder, w.Subject, 3, Past)),
            ["not yet expired"] = (2, 2, (s, w) => s.GrantAsync(w.Folder, w.Subject, 2, Future)),
            ["not yet expired by group"] = (2, 2, (s, w) => s.GrantToGroupAsync(w.Folder, w.Subject, 2, Future)),
            ["expired write, read by group"] = (1, 1, (s, w) => BothAsync(s.GrantAsync(w.Folder, w.Subject, 2, Past), () => s.GrantToGroupAsync(w.Folder, w.Subject, 1))),
            ["read, write by group"] = (2, 2, (s, w) => BothAsync(s.GrantAsync(w.Folder, w.Subject, 1), () => s.GrantToGroupAsync(w.Folder, w.Subject, 2))),
            ["read on the parent"] = (1, 1, (s, w) => s.GrantAsync(w.Middle, w.Subject, 1)),
            ["write on the parent's parent"] = (2, 2, (s, w) => s.GrantAsync(w.Top, w.Subject, 2)),
            ["write by group on the parent's parent"] = (2, 2, (s, w) => s.GrantToGroupAsync(w.Top, w.Subject, 2)),
            ["write on the root"] = (2, 2, async (s, w) => await s.GrantAsync(await s.ScalarAsync<long>("SELECT parent_id FROM items WHERE id = $1", w.Top), w.Subject, 2)),
            ["read here, write above"] = (2, 2, (s, w) => BothAsync(s.GrantAsync(w.Folder, w.Subject, 1), () => s.GrantAsync(w.Top, w.Subject, 2))),
            ["write here, read above"] = (2, 2, (s, w) => BothAsync(s.GrantAsync(w.Folder, w.Subject, 2), () => s.GrantAsync(w.Top, w.Subject, 1))),
            ["read on the file alone"] = (0, 1, (s, w) => s.GrantAsync(w.File, w.Subject, 1)),
            ["admin on the file alone"] = (0, 3, (s, w) => s.GrantAsync(w.File, w.Subject, 3)),
            ["admin on a trashed folder"] = (0, 0, (s, w) => BothAsync(s.GrantAsync(w.Folder, w.Subject, 3), () => s.TrashAsync(w.Folder))),
            ["admin below a trashed folder"] = (0, 0, (s, w) => BothAsync(s.GrantAsync(w.Folder, w.Subject, 3), () => s.TrashAsync(w.Top))),
            ["disabled"] = (-1, -1, (s, w) => BothAsync(s.GrantAsync(w.Folder, w.Subject, 3), () => s.DisableAsync(w.Subject))),
            ["administrator"] = (0, 0, (s, w) => s.ExecuteAsync("UPDATE users SET role = 'administrator' WHERE id = $1", w.Subject.Id)),
            ["owner"] = (4, 4, (_, _) => Task.CompletedTask),
            ["owner, with a grant of less"] = (4, 4, (s, w) => s.GrantAsync(w.Folder, w.Subject, 1)),
            ["owner of a trashed folder"] = (0, 0, (s, w) => s.TrashAsync(w.Folder)),
            ["owner of what is below a trashed folder"] = (0, 0, (s, w) => s.TrashAsync(w.Top)),
            ["disabled owner"] = (-1, -1, (s, w) => s.DisableAsync(w.Subject)),
        };

    /// <summary>The one that the tables share: no cell changes what another one sees.</summary>
    public static Task<AccessWorld> OfAsync(TestService service, string way) => Worlds.GetOrAdd(way, w => new(() => MakeAsync(service, w))).Value;

    public static async Task<AccessWorld> MakeAsync(TestService service, string way)
    {
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var middle = await alice.CreateFolderAsync("middle", top);
        var folder = await alice.CreateFolderAsync("F", middle);
        var file = await alice.UploadAsync("f.txt", TestUser.NewContent(), folder);
        var subject = way.Contains("owner", StringComparison.Ordinal) ? alice : await service.NewUserAsync();
        var world = new AccessWorld(subject, await service.NewUserAsync(), top, middle, folder, file.Id(), file.GetProperty("version_id").GetInt64());
        await Ways[way].Plant(service, world);
        return world;
    }

    /// <summary>Gives somebody new a grant that can be changed or taken away; answers its id.</summary>
    public async Task<long> PlantGrantAsync(long itemId)
    {
        await Subject.Service.GrantToGroupAsync(itemId, Other, 1);
        return await Subject.Service.ScalarAsync<long>("SELECT max(id) FROM permissions WHERE item_id = $1 AND granted_by = $2", itemId, Other.Id);
    }

    /// <summary>A link of somebody else's to the item, that can be changed or ended; answers its id.</summary>
    public Task<long> PlantLinkAsync(long itemId) => Subject.Service.ScalarAsync<long>("""
        INSERT INTO share_links (token, item_id, drive_id, level, created_by, created_at) SELECT gen_random_uuid(), id, drive_id, 1, $2, now() FROM items WHERE id = $1 RETURNING id
        """, itemId, Other.Id);

    /// <summary>Something in the trash that is as the file or folder was, with its grants; answers its id.</summary>
    public Task<long> PlantTrashedAsync(long like) => Subject.Service.ScalarAsync<long>("""
        WITH made AS (
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, created_by, created_at, updated_at, trashed_at, trashed_by)
            SELECT drive_id, parent_id, type, gen_random_uuid()::text, sort_key, size_bytes, mime_type, created_by, created_at, updated_at, now(), created_by FROM items WHERE id = $1
            RETURNING id, drive_id, parent_id, type
        ),
        folder AS (
            INSERT INTO folders (id, drive_id, path, depth, trash_id)
            SELECT m.id, m.drive_id, f.path || m.id || '/', f.depth + 1, m.id FROM made m JOIN folders f ON f.id = m.parent_id WHERE m.type = 'folder'
        ),
        grants AS (
            INSERT INTO permissions (item_id, user_id, group_id, level, expires_at, granted_by, created_at)
            SELECT m.id, p.user_id, p.group_id, p.level, p.expires_at, p.granted_by, p.created_at FROM made m JOIN permissions p ON p.item_id = $1
        )
        SELECT id FROM made
        """, like);

    private static async Task BothAsync(Task one, Func<Task> other)
    {
        await one;
        await other();
    }
}
