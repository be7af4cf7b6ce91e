using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class ItemEventsTests(Api api)
{
    [Fact]
    public async Task Making_an_item_leaves_one_event_with_a_position_and_a_failure_leaves_none()
    {
        var alice = await api.NewUserAsync();

        var id = await alice.CreateFolderAsync("F");
        await (await alice.PostAsync("/v1/items", new { item_name = "F", type = "folder" })).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        var other = await alice.CreateFolderAsync("G");

        await Eventually.IsTrueAsync(async () => await PositionAsync(other) is not null);
        Assert.True(await PositionAsync(id) < await PositionAsync(other));
        Assert.Equal(2, await api.Service.ScalarAsync<long>("SELECT count(*) FROM events WHERE user_id = $1 AND action = 'create'", alice.Id));
        Assert.Equal(1, await api.Service.ScalarAsync<long>("""
            SELECT count(*) FROM events e JOIN drives d ON d.id = e.drive_id AND d.owner_id = e.user_id
            WHERE e.item_id = $1 AND e.action = 'create' AND e.ip_address = '127.0.0.1' AND e.request_id IS NOT NULL
            """, id));
        var metadata = JsonDocument.Parse((await api.Service.ScalarAsync<string>("SELECT CAST(metadata AS text) FROM events WHERE item_id = $1", id))!).RootElement;
        Assert.Equal(("F", "folder"), (metadata.Text("name"), metadata.Text("type")));
    }

    [Fact]
    public async Task Reading_an_item_leaves_an_event_and_being_refused_leaves_none()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var id = await alice.CreateFolderAsync("F");

        await bob.GetAsync($"/v1/items/{id}");
        await alice.GetJsonAsync($"/v1/items/{id}");
        await alice.GetJsonAsync("/v1/items/by-path?path=/F");

        await Eventually.IsTrueAsync(async () => await ReadsAsync(alice, id) == 2);
        Assert.Equal(0, await ReadsAsync(bob, id));
    }

    private Task<long> ReadsAsync(TestUser user, long id) =>
        api.Service.ScalarAsync<long>("SELECT count(*) FROM events WHERE user_id = $1 AND item_id = $2 AND action = 'read'", user.Id, id);

    private async Task<long?> PositionAsync(long id) => await api.Service.ScalarAsync<object>("SELECT position FROM events WHERE item_id = $1 AND action = 'create'", id) as long?;
}
