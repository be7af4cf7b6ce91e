using DocMgmt.Blobs;

namespace DocMgmt.Tests.Blobs;

// What can be learnt of a store without reading bytes.
public abstract partial class BlobStoreContract
{
    [Fact]
    public async Task The_length_is_that_of_what_is_published()
    {
        var key = await StageAsync("0123456789");
        Assert.Null(await Store.LengthAsync(key, default));

        await Store.PublishAsync(key, default);
        Assert.Equal(10, await Store.LengthAsync(key, default));

        await Store.DeleteAsync(key, default);
        Assert.Null(await Store.LengthAsync(key, default));
    }

    [Fact]
    public async Task A_key_is_staged_until_its_staging_name_is_removed()
    {
        var key = await StageAsync("staged");
        Assert.True(await Store.IsStagedAsync(key, default));

        await Store.PublishAsync(key, default);
        Assert.True(await Store.IsStagedAsync(key, default));

        await Store.UnstageAsync(key, default);
        Assert.False(await Store.IsStagedAsync(key, default));
    }

    [Fact]
    public async Task What_is_published_is_listed_in_the_order_of_keys_and_nothing_else()
    {
        var keys = new List<BlobKey>();
        for (var i = 0; i < 40; i++)
        {
            keys.Add(await StageAsync($"listed {i % 20}"));
            await Store.PublishAsync(keys[^1], default);
        }

        await Store.DeleteAsync(keys[0], default);
        await StageAsync("only staged");

        var listed = await Store.ListAsync(default).ToListAsync();

        Assert.Equal(keys.Skip(1).Select(k => k.ToString()).Order(StringComparer.Ordinal), listed.Select(o => o.Name));
        Assert.All(listed, o => Assert.Equal(o.Name, o.Key.ToString()));
    }
}
