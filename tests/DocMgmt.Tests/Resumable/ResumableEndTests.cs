using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>How uploads in several requests end: with a file, later, or not at all.</summary>
public class ResumableEndTests(Api api)
{
    [Fact]
    public async Task An_end_that_fails_leaves_the_upload_as_it_was_before_its_last_bytes()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var url = await alice.Http.BeginAsync(1_000, Tus.Metadata(("item_name", "x"), ("on_conflict", "fail")));
        await alice.Http.AppendedAsync(url, 0, content[..600]);
        var other = (await alice.UploadAsync("x", TestUser.NewContent())).Id();

        await (await alice.Http.AppendAsync(url, 600, content[600..])).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");

        Assert.Equal(600, await alice.Http.OffsetAsync(url));
        Assert.Single(service.Store.List("pieces/"));
        await alice.TrashAsync(other);
        await alice.Http.AppendedAsync(url, 600, content[600..]);
        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(url)));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task A_whole_that_is_not_what_was_announced_makes_no_file()
    {
        var alice = await api.NewUserAsync();
        var url = await alice.Http.BeginAsync(1_000, Tus.Metadata(("item_name", "x"), ("checksum", TestUser.Sha256(TestUser.NewContent()))));

        await (await alice.Http.AppendAsync(url, 0, TestUser.NewContent())).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "checksum_mismatch");

        Assert.Equal(0, await alice.Http.OffsetAsync(url));
        Assert.Equal(0, (await alice.GetJsonAsync("/v1/items")).GetProperty("total").GetInt32());
    }

    /// <summary>The answer to the last bytes is lost, and they are sent again by a client that does not ask first; also to another node.</summary>
    [Fact]
    public async Task Bytes_that_end_it_twice_make_one_version()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var url = await alice.Http.BeginAsync("x", content);
        var (published, goOn) = HoldEnd(service);
        var ending = alice.Http.AppendAsync(url, 0, content);
        await published;

        foreach (var answer in new[] { await alice.Http.AppendAsync(url, 0, content), await alice.Http.AskAsync(url), await alice.Http.TusAsync("DELETE", url, null) })
            Assert.Equal(HttpStatusCode.Locked, answer.StatusCode);
        // As another node would.
        await service.ExecuteAsync("UPDATE resumable_uploads SET completed_at = now(), received_bytes = size_bytes");
        goOn.SetResult();

        await (await ending).IsProblemAsync(HttpStatusCode.Conflict, "upload_completed");
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM versions"));
        service.Settle();
        Assert.Empty(service.Published(content));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task It_comes_to_its_end_whoever_waits_for_it()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var url = await alice.Http.BeginAsync("x", content);
        var (published, goOn) = HoldEnd(service);
        var request = await RawRequest.StartAsync(alice, "PATCH", url.Path(), "Tus-Resumable: 1.0.0", "Upload-Offset: 0", "Content-Type: application/offset+octet-stream", "Content-Length: 1000");
        await request.SendAsync(content);
        await published;

        request.Break();
        await Task.Delay(100); // that it is noticed by then is likely, and not needed
        goOn.SetResult();

        await Eventually.IsTrueAsync(async () => (await alice.Http.AskAsync(url)) is { StatusCode: HttpStatusCode.OK } answer && answer.Offset() == 1_000);
        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(url)));
    }

    [Fact]
    public async Task Pieces_that_were_lost_end_the_upload_and_its_client_begins_anew()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", new byte[10]);
        await alice.Http.AppendedAsync(url, 0, new byte[4]);
        service.Store.Delete(service.Store.List("pieces/").Single());

        Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AppendAsync(url, 4, new byte[6])).StatusCode);

        Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AskAsync(url)).StatusCode);
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM versions"));
        Assert.Contains(service.Errors.Lines, line => line.Contains("is given up", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_who_count_a_piece_at_the_same_place_do_so_once()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var url = await alice.Http.BeginAsync("x", new byte[10]);
        await using var holder = await Holder.OfAsync(service, "SELECT 1 FROM resumable_uploads FOR UPDATE");

        var first = alice.Http.AppendAsync(url, 0, new byte[4]);
        await holder.BlocksAsync(service, first);
        // As on another node, where nobody knows of the first one's turn.
        await holder.RunAsync("UPDATE resumable_uploads SET received_bytes = 4; INSERT INTO resumable_pieces (name, upload_id, starts_at, size_bytes, store) SELECT 'elsewhere', id, 0, 4, 'fs' FROM resumable_uploads");
        await holder.CommitAsync();

        await (await first).IsProblemAsync(HttpStatusCode.Conflict, "offset_mismatch");
        Assert.Equal(4, await alice.Http.OffsetAsync(url));
        Assert.Empty(service.Store.List("pieces/"));
    }

    /// <summary>The connection breaks while the database says COMMIT, which it did: who was told to look finds the bytes counted, and goes on.</summary>
    [Fact]
    public async Task Pieces_whose_counting_has_an_unknown_outcome_stay()
    {
        await using var service = await api.StartAsync();
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var url = await alice.Http.BeginAsync("x", content);
        await service.ExecuteAsync("""
            CREATE FUNCTION wait_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock(77); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER wait_once AFTER INSERT ON resumable_pieces DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION wait_once()
            """);
        await using var holder = await Holder.OfAsync(service, "SELECT pg_advisory_xact_lock(77)");
        var sending = alice.Http.AppendAsync(url, 0, content[..600]);
        await holder.BlocksAsync(service, sending);

        await service.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 77 AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");

        await (await sending).IsProblemAsync(HttpStatusCode.ServiceUnavailable, "outcome_unknown");
        Assert.Single(service.Store.List("pieces/"));
    }

    /// <summary>Whoever ends an upload waits once its bytes are published.</summary>
    private static (Task Published, TaskCompletionSource GoOn) HoldEnd(TestService service)
    {
        var (published, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        HookedStore.Of(service).Published = async _ =>
        {
            published.TrySetResult();
            await goOn.Task;
        };
        return (published.Task, goOn);
    }
}
