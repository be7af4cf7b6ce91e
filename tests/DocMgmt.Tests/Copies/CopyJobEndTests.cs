using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Copies;

/// <summary>A copy that comes to nothing says why, and nothing of it is left.</summary>
public class CopyJobEndTests(Api api)
{
    public static TheoryData<string> Losses => ["place trashed", "write taken away", "source taken away", "signed out everywhere", "disabled", "name taken", "quota"];

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_copy_that_comes_to_nothing_says_why_and_leaves_nothing(string loss)
    {
        await using var service = await api.StartAsync();
        var (big, bob) = (await LargeFolder.MakeAsync(service), await service.NewUserAsync());
        var place = await big.Owner.CreateFolderAsync("place");
        await service.GrantAsync(big.Id, bob, 1);
        await service.GrantAsync(place, bob, 2);
        await using var half = await big.HoldHalfAsync();
        var (bytes, items) = (await big.Owner.UsedBytesAsync(), await service.ScalarAsync<long>("SELECT count(*) FROM items"));
        var job = await big.CopyAsync(bob, new { parent_id = place, item_name = "copy" });
        await big.HalfAsync(job);

        switch (loss)
        {
            case "place trashed": await big.Owner.TrashAsync(place); break;
            case "write taken away": await service.RevokeAsync(place, bob); break;
            case "source taken away": await service.RevokeAsync(big.Id, bob); break;
            case "signed out everywhere": await service.ExecuteAsync("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", bob.Id); break;
            case "disabled": await service.DisableAsync(bob); break;
            case "name taken":
                await big.Owner.CreateFolderAsync("copy", place);
                items++;
                break;
            default: await service.ExecuteAsync("UPDATE drives SET quota_bytes = used_bytes WHERE owner_id = $1", big.Owner.Id); break;
        }

        await half.CommitAsync();
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<bool>("SELECT finished_at IS NOT NULL FROM jobs WHERE id = $1", job));

        var (state, errors) = (await service.ScalarAsync<string>("SELECT state FROM jobs WHERE id = $1", job), await service.ScalarAsync<string[]>("SELECT errors FROM jobs WHERE id = $1", job));
        if (loss == "source taken away")
        {
            Assert.Equal("succeeded", state);
            return; // what it had come to was copied, the rest is reported
        }

        Assert.Equal("failed", state);
        Assert.Contains(loss switch
        {
            "signed out everywhere" or "disabled" => "sign-in has ended",
            "name taken" => "of that name is there already",
            "quota" => "has no room",
            _ => "The folder that it was to go to",
        }, Assert.Single(errors!), StringComparison.Ordinal);
        await big.NothingIsLeftAsync(bytes, items);
    }

    [Fact]
    public async Task Who_may_not_see_the_copy_any_more_is_not_told_which_it_is()
    {
        await using var service = await api.StartAsync();
        var (big, bob) = (await LargeFolder.MakeAsync(service), await service.NewUserAsync());
        var place = await big.Owner.CreateFolderAsync("place");
        await service.GrantAsync(big.Id, bob, 1);
        await service.GrantAsync(place, bob, 2);
        var job = await big.CopyAsync(bob, new { parent_id = place, item_name = "copy" });
        var ended = await bob.EndOfJobAsync(job);
        Assert.Equal((await big.Owner.GetJsonAsync("/v1/items/by-path?path=/place/copy")).Id(), ended.GetProperty("item_id").GetInt64());

        await service.RevokeAsync(place, bob);

        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await bob.JobAsync(job)).GetProperty("item_id").ValueKind);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await (await bob.CancelAsync(job)).SucceededAsync()).GetProperty("item_id").ValueKind);
    }

    [Fact]
    public async Task Signing_out_everywhere_while_a_copy_is_asked_for_leaves_no_job()
    {
        await using var service = await api.StartAsync();
        var big = await LargeFolder.MakeAsync(service);
        await using var holder = await Holder.OfAsync(service, "SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", big.Owner.Id);

        var asking = big.Owner.CopyAsync(big.Id, new { item_name = "copy" });
        await holder.BlocksAsync(service, asking);
        await holder.RunAsync("UPDATE sessions SET revoked_at = now() WHERE user_id = $1", big.Owner.Id);
        await holder.CommitAsync();

        await (await asking).IsProblemAsync(System.Net.HttpStatusCode.Unauthorized, "session_ended");
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE NOT maintenance"));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM sessions WHERE user_id = $1 AND revoked_at IS NULL", big.Owner.Id));
    }
}
