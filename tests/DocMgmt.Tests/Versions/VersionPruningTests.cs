using DocMgmt.Drive.Jobs;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Versions;

/// <summary>The job goes in batches, and is continued where it was broken off.</summary>
public class VersionPruningTests(Api api)
{
    private const string Blocked = """
        CREATE FUNCTION block() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(7777); RETURN OLD; END';
        CREATE TRIGGER block BEFORE DELETE ON versions FOR EACH ROW WHEN (OLD.version_number = 700) EXECUTE FUNCTION block();
        """;

    private readonly byte[] content = TestUser.NewContent(10);

    [Fact]
    public async Task A_run_that_is_cancelled_between_two_batches_is_continued_by_the_next()
    {
        await using var service = await api.StartAsync();
        var (alice, file) = await ManyAsync(service);
        await service.ExecuteAsync(Blocked);
        await using var second = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(7777)");
        using var stop = new CancellationTokenSource();

        var running = service.Services.GetRequiredService<JobRunner>().RunAtOnceAsync("version-pruning", all: false, stop.Token);
        await second.BlocksAsync(service, running);
        Assert.Equal(701, (await service.NumbersAsync(file)).Count);
        await stop.CancelAsync();
        await second.CommitAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Equal((201, 2_010), ((await service.NumbersAsync(file)).Count, await alice.UsedBytesAsync()));
        Assert.Equal(200, await service.RunJobAsync("version-pruning"));
        Assert.Equal([1_201], await service.NumbersAsync(file));
        Assert.Equal((1, 1), await service.ReferencesAsync(content));
        Assert.Equal(3, await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE action = 'purge' AND item_id = $1", file));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_batch_whose_connection_dies_never_happened()
    {
        await using var service = await api.StartAsync();
        var (alice, file) = await ManyAsync(service);
        await service.ExecuteAsync(Blocked);
        await using var second = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(7777)");
        var running = service.RunJobAsync("version-pruning");
        await second.BlocksAsync(service, running);

        await service.KillSessionsAsync(); // the holder's too
        await Task.WhenAny(running);

        Assert.Equal((701, 7_010), ((await service.NumbersAsync(file)).Count, await alice.UsedBytesAsync()));
        Assert.Equal(700, await service.RunJobAsync("version-pruning"));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Windows_end_anywhere_and_every_file_is_come_to()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        await alice.UploadManyAsync("f", top, 3);
        await service.ExecuteAsync("""
            CREATE TEMP TABLE made AS
            SELECT n, nextval(pg_get_serial_sequence('items', 'id')) AS folder, nextval(pg_get_serial_sequence('items', 'id')) AS file
            FROM generate_series(1, 1300) n;
            CREATE TEMP TABLE copies AS
            SELECT CASE WHEN n <= 700 THEN t.parent_id ELSE m.folder END AS parent, m.file, m.n FROM made m, items t WHERE t.name = 'f';
            INSERT INTO items (id, drive_id, parent_id, type, name, sort_key, created_by, created_at, updated_at)
            SELECT m.folder, t.drive_id, t.parent_id, 'folder', 'd' || m.n, '', 1, now(), now() FROM made m, items t WHERE t.name = 'f' AND m.n > 700;
            INSERT INTO folders (id, drive_id, path, depth)
            SELECT m.folder, p.drive_id, p.path || m.folder || '/', p.depth + 1
            FROM made m, items t JOIN folders p ON p.id = t.parent_id
            WHERE t.name = 'f' AND m.n > 700;
            INSERT INTO items
                (id, drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, version_count, next_version, created_by, created_at, updated_at)
            SELECT c.file, t.drive_id, c.parent, 'file', 'g' || c.n, '', t.size_bytes, t.mime_type, 3, 4, 1, now(), now()
            FROM copies c, items t
            WHERE t.name = 'f';
            INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
            SELECT c.file, v.drive_id, v.version_number, v.blob_id, v.size_bytes, v.mime_type, 1, now()
            FROM copies c, versions v JOIN items t ON t.id = v.item_id
            WHERE t.name = 'f';
            UPDATE items i SET current_version_id = v.id FROM versions v WHERE v.item_id = i.id AND v.version_number = 3;
            UPDATE blobs b SET ref_count = (SELECT count(*) FROM versions v WHERE v.blob_id = b.id);
            UPDATE drives d SET used_bytes = COALESCE((SELECT sum(v.size_bytes) FROM versions v WHERE v.drive_id = d.id), 0);
            """);
        await service.IndexPlantedAsync();
        await (await alice.SetPolicyAsync(top, new { keep_newest = 1 })).SucceededAsync();

        Assert.Equal(2 * 1_301, await service.RunJobAsync("version-pruning"));

        Assert.Equal(1_301, await service.ScalarAsync<long>("SELECT count(*) FROM versions"));
        await service.DoctorAsync();
    }

    /// <summary>A file with 1,200 doomed versions and the current one.</summary>
    private async Task<(TestUser Owner, long File)> ManyAsync(TestService service)
    {
        var alice = await service.NewUserAsync();
        var file = (await alice.UploadAsync("a", content)).Id();
        await service.ExecuteAsync("""
            INSERT INTO versions (item_id, drive_id, version_number, blob_id, size_bytes, mime_type, created_by, created_at)
            SELECT v.item_id, v.drive_id, n, v.blob_id, v.size_bytes, v.mime_type, v.created_by, v.created_at
            FROM versions v, generate_series(2, 1201) n;
            UPDATE items i SET version_count = 1201, next_version = 1202, current_version_id = v.id
            FROM versions v
            WHERE v.item_id = i.id AND v.version_number = 1201;
            UPDATE blobs SET ref_count = 1201;
            UPDATE drives SET used_bytes = 12010 WHERE used_bytes > 0;
            """);
        await (await alice.SetPolicyAsync(await service.RootAsync(alice), new { keep_newest = 1 })).SucceededAsync();
        return (alice, file);
    }
}
