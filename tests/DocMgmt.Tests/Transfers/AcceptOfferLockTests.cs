using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

/// <summary>What became true while somebody waited for a lock is what decides.</summary>
public class AcceptOfferLockTests(Api api)
{
    private const string Folder = "SELECT id FROM folders WHERE id = $1 FOR UPDATE", Item = "SELECT id FROM items WHERE id = $1 FOR NO KEY UPDATE";

    public static TheoryData<string, string> Ways()
    {
        var ways = new TheoryData<string, string>();
        foreach (var held in new[] { "the drive", "the folder", "the item" })
        {
            foreach (var meanwhile in new[] { "withdrawn", "made to somebody else" }) ways.Add(held, meanwhile);
        }

        return ways;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_offer_that_ends_while_the_acceptance_waits_no_longer_counts(string held, string meanwhile)
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.OfferToAsync(folder, bob);
        await using var holder = await Holder.OfAsync(api.Service, held switch
        {
            "the drive" => "SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", "the folder" => Folder, _ => Item,
        }, folder);

        var accepting = bob.AcceptAsync(folder);
        await holder.BlocksAsync(api.Service, accepting);
        if (meanwhile == "withdrawn") await api.Service.ExecuteAsync("DELETE FROM ownership_offers WHERE item_id = $1", folder);
        else await api.Service.ExecuteAsync("UPDATE ownership_offers SET user_id = $2 WHERE item_id = $1", folder, carol.Id);
        await holder.CommitAsync();

        await (await accepting).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(("/F", alice.Id), (await alice.PathAsync(folder), (await alice.ItemAsync(folder)).GetProperty("owner_id").GetInt64()));
    }

    [Fact]
    public async Task An_offer_that_is_made_anew_while_the_acceptance_waits_is_what_is_accepted()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.OfferToAsync(file, bob);
        await using var holder = await Holder.OfAsync(api.Service, Item, file);
        await holder.RunAsync("UPDATE ownership_offers SET keep_level = NULL WHERE item_id = $1", file);

        var accepting = bob.AcceptAsync(file);
        await holder.BlocksAsync(api.Service, accepting);
        await holder.CommitAsync();

        await (await accepting).SucceededAsync();
        Assert.Null(await alice.LevelAsync(file));
    }

    [Theory]
    [InlineData("offer")]
    [InlineData("withdraw")]
    public async Task A_folder_that_is_somebody_else_s_by_then_is_neither_offered_nor_withdrawn(string what)
    {
        var alice = await api.NewUserAsync();
        await BecomesSomebodyElsesAsync(alice, await alice.CreateFolderAsync("F"), what, Folder, "UPDATE folders SET drive_id = (SELECT id FROM drives WHERE owner_id = $2) WHERE id = $1");
    }

    [Theory]
    [InlineData("offer")]
    [InlineData("withdraw")]
    public async Task A_file_that_is_somebody_else_s_by_then_is_neither_offered_nor_withdrawn(string what)
    {
        var alice = await api.NewUserAsync();
        await BecomesSomebodyElsesAsync(alice, (await alice.UploadAsync("f", TestUser.NewContent())).Id(), what, Item);
    }

    // Whoever waits for a file has locked its folder, so nothing of that is changed meanwhile: the two would wait for each other.
    private async Task BecomesSomebodyElsesAsync(TestUser alice, long item, string what, string held, params string[] meanwhile)
    {
        var (bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync());
        await alice.OfferToAsync(item, bob, keep: null);
        await using var holder = await Holder.OfAsync(api.Service, held, item);

        var asking = what == "offer" ? alice.OfferAsync(item, new { user_id = carol.Id }) : alice.WithdrawAsync(item);
        await holder.BlocksAsync(api.Service, asking);
        foreach (var change in meanwhile) await holder.RunAsync(change, item, bob.Id);
        await holder.RunAsync("UPDATE items SET (drive_id, parent_id) = (SELECT id, root_id FROM drives WHERE owner_id = $2) WHERE id = $1", item, bob.Id);
        await holder.CommitAsync();

        await (await asking).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal(bob.Id, await api.Service.ScalarAsync<long>("SELECT user_id FROM ownership_offers WHERE item_id = $1", item));
    }

    [Fact]
    public async Task Who_is_refused_waits_for_nobody()
    {
        var (alice, bob, carol) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var (folder, hers) = (await alice.CreateFolderAsync("F"), await carol.CreateFolderAsync("hers"));
        await carol.ShareAsync(hers, bob, "admin");
        await alice.ShareAsync(folder, carol, "admin");
        await alice.OfferToAsync(folder, bob);
        await using var holder = await Holder.OfAsync(api.Service, Folder, folder);
        await holder.RunAsync(Item, folder);
        await holder.RunAsync("SELECT pg_advisory_xact_lock(drive_id) FROM folders WHERE id = $1", folder);

        foreach (var asking in new[] { carol.AcceptAsync(folder), carol.WithdrawAsync(folder), alice.AcceptAsync(folder) })
            await (await asking.WaitAsync(TimeSpan.FromSeconds(4))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.AcceptAsync(folder, new { parent_id = hers }).WaitAsync(TimeSpan.FromSeconds(4))).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");
    }

    [Theory]
    [InlineData("hers")]
    [InlineData("his")]
    public async Task Accepting_a_folder_has_both_drives_alone(string drive)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.OfferToAsync(folder, bob);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT pg_advisory_xact_lock_shared(id) FROM drives WHERE owner_id = $1", drive == "hers" ? alice.Id : bob.Id);

        var accepting = bob.AcceptAsync(folder);
        await holder.BlocksAsync(api.Service, accepting);
        await holder.CommitAsync();

        await (await accepting).SucceededAsync();
    }
}
