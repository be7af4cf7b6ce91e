using DocMgmt.Drive.Items;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Whale;

/// <summary>The whale is a drive as the service itself would have made it.</summary>
[Collection(nameof(WhaleDrive))]
public class WhaleSeedTests(WhaleDrive whale)
{
    [Fact]
    public async Task It_has_what_it_says()
    {
        Assert.Equal(200_021, await CountAsync("items WHERE parent_id IS NOT NULL"));
        Assert.Equal((WhaleDrive.Folders, WhaleDrive.BelowTree), (await CountAsync($"folders f WHERE {BelowTree}"), await CountAsync($"items i JOIN folders f ON f.id = i.parent_id WHERE {TreeOrBelow}")));
        Assert.Equal((WhaleDrive.Children, 19), (await CountAsync($"items WHERE parent_id = {whale.Many}"), await whale.Service.ScalarAsync<int>("SELECT max(depth) FROM folders")));
        Assert.Equal(50, await CountAsync($"permissions WHERE user_id = {whale.Reader.Id}"));
        Assert.Equal("read", await whale.Reader.LevelAsync(whale.Many));
    }

    [Fact]
    public async Task Each_name_has_the_key_that_the_service_gives_it()
    {
        await using var command = whale.Service.Database.CreateCommand("SELECT name, sort_key FROM items WHERE parent_id IS NOT NULL");
        await using var reader = await command.ExecuteReaderAsync();
        var wrong = new List<string>();
        while (await reader.ReadAsync())
        {
            if (SortKey.Of(reader.GetString(0)) != reader.GetString(1)) wrong.Add(reader.GetString(0));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task The_doctor_misses_nothing_but_the_bytes() => Assert.Equal(["blob_bytes"], await whale.Service.FindingsAsync(deep: false));

    private string BelowTree => $"f.id <> {whale.Tree} AND {TreeOrBelow}";
    private string TreeOrBelow => $"starts_with(f.path, (SELECT t.path FROM folders t WHERE t.id = {whale.Tree}))";

    private Task<long> CountAsync(string from) => whale.Service.ScalarAsync<long>($"SELECT count(*) FROM {from}");
}
