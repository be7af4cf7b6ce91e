using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Whale;

/// <summary>What is shown of a large drive costs what is shown: for its owner, and for somebody with 50 grants in it.</summary>
[Collection(nameof(WhaleDrive))]
public class WhalePageTests(WhaleDrive whale)
{
    private const int PageSize = 50;

    // A row of a page is looked up in items, then its version, access and tags; above them is a path of 20.
    private const int OfItems = (2 * PageSize) + 100, OfOthers = (10 * PageSize) + 200;

    public static TheoryData<string> Plans => [.. WhaleDrive.Plans];

    public static TheoryData<string, string> PlansOfOrders()
    {
        var all = new TheoryData<string, string>();
        foreach (var plan in WhaleDrive.Plans)
        {
            foreach (var order in new[] { "size", "-size", "-updated_at", "created_at" }) all.Add(plan, order);
        }

        return all;
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task A_page_of_a_walk_costs_its_own_rows_at_any_depth(string plan)
    {
        foreach (var user in new[] { whale.Owner, whale.Reader })
        {
            foreach (var before in new[] { 1, WhaleDrive.Children / PageSize / 2, (WhaleDrive.Children / PageSize) - 1 })
            {
                var page = $"/v1/items?parent_id={whale.Many}&page_size={PageSize}";
                var cursor = (await user.GetJsonAsync($"{page}&page={before}")).Text("next_cursor");

                var work = await whale.WorkOfAsync(plan, async () =>
                {
                    var data = (await user.GetJsonAsync($"{page}&cursor={cursor}")).GetProperty("data");
                    Assert.Equal((PageSize, $"Child {(before * PageSize) + 1}.txt"), (data.GetArrayLength(), data[0].Text("item_name")));
                });

                Assert.True(work["items"].Read is >= PageSize and < OfItems && ReadsLittle(work), $"after page {before}: {work}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(PlansOfOrders))]
    public async Task A_page_of_a_walk_in_any_order_costs_its_own_rows_at_any_depth(string plan, string order)
    {
        var list = $"/v1/items?parent_id={whale.Many}&page_size={PageSize}&order={order}&$count=false";
        var pages = new List<(TestUser User, string Page)>();
        foreach (var user in new[] { whale.Owner, whale.Reader })
        {
            pages.Add((user, list));
            foreach (var before in new[] { WhaleDrive.Children / PageSize / 2, (WhaleDrive.Children / PageSize) - 1 })
                pages.Add((user, $"{list}&cursor={(await user.GetJsonAsync($"{list}&page={before}")).Text("next_cursor")}"));
        }

        var work = await whale.WorkOfAsync(plan, async () =>
        {
            foreach (var (user, page) in pages) Assert.Equal(PageSize, (await user.GetJsonAsync(page)).GetProperty("data").GetArrayLength());
        });

        Assert.True(work["items"].Read < pages.Count * OfItems && ReadsLittle(work, pages.Count), $"{work}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task The_first_page_counts_the_children_once(string plan)
    {
        var work = await whale.WorkOfAsync(plan, async () => Assert.Equal(
            WhaleDrive.Children, (await whale.Reader.GetJsonAsync($"/v1/items?parent_id={whale.Many}&page_size={PageSize}")).GetProperty("total").GetInt64()));

        Assert.True(work["items"].Read < WhaleDrive.Children + OfItems && ReadsLittle(work), $"{work}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task An_item_by_path_costs_its_path(string plan)
    {
        var work = await whale.WorkOfAsync(plan, async () => Assert.Equal("Child 50000.txt", (await whale.AtAsync($"{WhaleDrive.ManyPath}/Child 50000.txt")).Text("item_name")));

        Assert.True(work["items"].Read < 100 && work.Read < 200, $"{work}");
    }

    [Theory]
    [MemberData(nameof(Plans))]
    public async Task An_item_costs_its_path_and_the_grants_on_it(string plan)
    {
        var file = (await whale.AtAsync($"{WhaleDrive.ManyPath}/Child 50000.txt")).Id();

        var work = await whale.WorkOfAsync(plan, async () => Assert.Equal("read", (await whale.Reader.ItemAsync(file)).Text("permission_type")));

        Assert.True(work["items"].Read < 100 && work.Read < 200, $"{work}");
    }

    private static bool ReadsLittle(Work work, int pages = 1) => work["blobs"].Read < pages * OfOthers && work["stars"].Read < pages * OfOthers
        && work.Read - work["items"].Read - work["blobs"].Read - work["stars"].Read < pages * OfOthers;
}
