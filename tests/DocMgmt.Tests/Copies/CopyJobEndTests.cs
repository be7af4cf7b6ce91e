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
        Assert.DoesNotContain("Exception", Assert.Single(errors!), StringComparison.Ordinal);
        await big.NothingIsLeftAsync(bytes, items);
    }
}
