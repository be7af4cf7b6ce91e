using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class LongestCursorTests(Api api)
{
    [Theory]
    [InlineData("\"", 255)]
    [InlineData("<", 255)]
    [InlineData("\u0390", 127)]
    [InlineData("\U0001F600", 63)]
    public async Task A_walk_passes_the_names_that_make_the_longest_cursors(string character, int times)
    {
        var alice = await api.NewUserAsync();
        foreach (var end in new[] { "", "b" })
            await alice.CreateFolderAsync(string.Concat(Enumerable.Repeat(character, times - end.Length)) + end);

        var first = await alice.GetJsonAsync("/v1/items?page_size=1");
        var second = await alice.GetJsonAsync($"/v1/items?page_size=1&cursor={first.Text("next_cursor")}");

        Assert.NotEqual(first.GetProperty("data")[0].Id(), second.GetProperty("data")[0].Id());
        Assert.False(second.GetProperty("has_next").GetBoolean());
    }
}
