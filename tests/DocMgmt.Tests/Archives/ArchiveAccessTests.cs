using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Archives;

/// <summary>Whose archives. Every way to come to a level: <see cref="Pipeline.AccessTableTests"/>.</summary>
public class ArchiveAccessTests(Api api)
{
    [Fact]
    public async Task One_item_that_the_caller_may_not_read_refuses_the_whole_set_and_nothing_is_noted()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (own, foreign, trashed) = (await alice.CreateFolderAsync("own"), await bob.CreateFolderAsync("foreign"), await alice.CreateFolderAsync("trashed"));
        await alice.TrashAsync(trashed);

        foreach (var bad in new[] { foreign, trashed, long.MaxValue })
        {
            foreach (var items in new[] { new[] { own, bad }, new[] { bad, own } })
            {
                var (response, id) = await alice.Http.AskAsync(HttpMethod.Post, "/v1/archive", new { item_ids = items });
                await response.IsProblemAsync(HttpStatusCode.NotFound, "not_found");
                Assert.Empty(await TellTaleAsync(alice, own, id));
            }
        }
    }

    [Theory]
    [InlineData("GET", "download", "{\"archive\": \"tar\"}")]
    [InlineData("HEAD", "read", "{\"what\": \"archive\", \"item_ids\": [{id}]}")]
    public async Task An_archive_is_a_download_of_what_it_is_asked_of_and_its_headers_are_none(string method, string action, string metadata)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("x");
        await alice.UploadAsync("a", [1], folder);

        var (_, id) = await alice.Http.AskAsync(new(method), $"/v1/items/{folder}/archive?format=tar");

        var events = await TellTaleAsync(alice, folder, id);
        var told = Assert.Single(events);
        Assert.Equal((action, folder, metadata.Replace("{id}", $"{folder}", StringComparison.Ordinal)), (told.Action, told.ItemId, told.Metadata.GetRawText()));
    }

    [Fact]
    public async Task Each_item_of_a_set_is_noted_once()
    {
        var alice = await api.NewUserAsync();
        long[] items = [await alice.CreateFolderAsync("x"), (await alice.UploadAsync("a", [1])).Id()];

        var (_, id) = await alice.Http.AskAsync(HttpMethod.Post, "/v1/archive", new { item_ids = items });

        var events = await TellTaleAsync(alice, items[0], id);
        Assert.Equal(items.Select(i => ("download", (long?)i, "zip")), events.Select(e => (e.Action, e.ItemId, e.Metadata.Text("archive"))));
    }

    [Fact]
    public async Task In_strict_mode_no_byte_is_sent_before_the_download_is_told()
    {
        await using var service = await api.StartAsync("Audit__Reads=Strict");
        var alice = await service.NewUserAsync();
        var folder = await alice.CreateFolderAsync("x");
        await using var holder = await Holder.OfAsync(service, "LOCK TABLE events IN SHARE MODE");

        var archive = alice.Http.GetAsync(new Uri($"/v1/items/{folder}/archive", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%COPY events%'") == 1);

        Assert.False(archive.IsCompleted);
        await holder.CommitAsync();
        Assert.Equal(["x/"], (await Archiving.UnpackAsync(await archive, "zip")).Names());
    }

    [Fact]
    public async Task Who_was_given_a_folder_has_all_that_is_in_it_and_nothing_else()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var top = await alice.CreateFolderAsync("secret name");
        var given = await alice.CreateFolderAsync("given", top);
        await alice.UploadAsync("beside", [1], top);
        await alice.UploadAsync("a", [2], await alice.CreateFolderAsync("inner", given));
        await alice.ShareAsync(given, bob, "read");

        Assert.Equal(["given/", "given/inner/", "given/inner/a"], (await bob.ArchiveAsync(given)).Names());
        await (await bob.GetAsync($"/v1/items/{top}/archive")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    public static TheoryData<string, string> Ends()
    {
        var ends = new TheoryData<string, string>();
        foreach (var format in new[] { "zip", "tar" })
        {
            foreach (var end in new[] { "revoked", "trashed", "signed out" }) ends.Add(format, end);
        }

        return ends;
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Where_access_ends_midway_the_archive_ends_properly_and_says_so(string format, string end)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        await alice.UploadAsync("0", [1], top);
        await PlantedFiles.PlantAsync(service, top, 1_500);
        var beside = (await alice.UploadAsync("beside", [2])).Id();
        await service.GrantAsync(top, bob, 1);
        await service.GrantAsync(beside, bob, 1);
        HookedStore.Of(service).Opening = async (_, _) =>
        {
            HookedStore.Of(service).Opening = (_, _) => Task.CompletedTask;
            if (end == "revoked") await service.RevokeAsync(top, bob);
            else if (end == "trashed") await alice.TrashAsync(top);
            else await service.ExecuteAsync("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", bob.Id);
        };

        var entries = await bob.ArchiveAsync([top, beside], format);

        // A page was listed; what is in it was the caller's then.
        Assert.Equal(["top/", "top/0", .. Enumerable.Range(1, 999).Select(n => $"top/{n:D5}")], entries.Names()[..1_001]);
        Assert.Equal(end == "signed out" ? ["ERRORS.txt"] : ["beside", "ERRORS.txt"], entries.Names()[1_001..]);
        Assert.StartsWith("top/: Incomplete: from top/ on, the rest is gone, or nothing that you may read any more.\n", entries.Missing(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_reads_slowly_is_judged_anew_for_each_file()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var top = await alice.CreateFolderAsync("top");
        foreach (var name in new[] { "a", "b" }) await alice.UploadAsync(name, TestUser.NewContent(), top);
        await service.GrantAsync(top, bob, 1);
        HookedStore.Of(service).Opening = async (_, _) =>
        {
            await service.RevokeAsync(top, bob);
            service.Clock.Advance(TimeSpan.FromSeconds(11));
        };

        var entries = await bob.ArchiveAsync(top);

        Assert.Equal(["top/", "top/a", "ERRORS.txt"], entries.Names());
        Assert.Equal("top/b: Left out: it is gone, or nothing that you may read any more.\n", entries.Missing());
    }

    /// <summary>What a request left in the audit log, once a later one's event is there: they are written in their order.</summary>
    private async Task<List<Event>> TellTaleAsync(TestUser user, long item, string request)
    {
        var (_, later) = await user.Http.AskAsync(HttpMethod.Get, $"/v1/items/{item}");
        await Eventually.IsTrueAsync(async () => (await api.Service.EventsAsync(later)).Count == 1);
        return await api.Service.EventsAsync(request);
    }
}
