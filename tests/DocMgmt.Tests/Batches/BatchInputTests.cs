using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Batches;

/// <summary>What is no batch is refused as a whole, before anything is done, and says where it is wrong.</summary>
public class BatchInputTests(Api api)
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "{}", "operations" },
        { """{"operations": null}""", "operations" },
        { """{"operations": []}""", "operations" },
        { """{"operations": [null]}""", "operations" },
        { """{"operations": [{"op": "delete", "item_id": ID}, {"item_id": ID}]}""", "operations[1].op" },
        { """{"operations": [{"op": "erase", "item_id": ID}]}""", "operations[0]" },
        { """{"operations": [{"op": 3, "item_id": ID}]}""", "operations[0]" },
        { """{"operations": [{"op": "delete"}]}""", "operations[0].item_id" },
        { """{"operations": [{"op": null, "item_id": ID}]}""", "operations[0]" },
        { """{"operations": [{"op": "move", "item_id": ID, "parent_id": "x"}]}""", "operations[0].parent_id" },
        { """{"operations": [{"op": "delete", "item_id": "ID"}]}""", "operations[0].item_id" },
        { """{"operations": [{"op": "delete", "item_id": ID, "parent_id": ID}]}""", "operations[0].parent_id" },
        { """{"operations": [{"op": "delete", "op": "star", "item_id": ID}]}""", "operations[0]" },
        { """{"operations": [{"op": "delete", "item_id": ID}, {"op": "move", "item_id": ID}]}""", "operations[1].parent_id" },
        { """{"operations": [{"op": "delete", "item_id": ID}], "atomic": "yes"}""", "atomic" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Nothing_is_done_of_it(string body, string field)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();

        var answer = await alice.SendAsync(HttpMethod.Post, "/v1/batch", new StringContent(body.Replace("ID", $"{file}", StringComparison.Ordinal), null, "application/json"), null);

        var problem = await answer.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.Contains(problem.GetProperty("errors").EnumerateObject(), e => e.Name.StartsWith(field, StringComparison.Ordinal));
        Assert.Equal("owner", await alice.LevelAsync(file));
    }

    [Fact]
    public async Task A_thousand_operations_are_carried_out_and_one_more_is_refused()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var stars = Enumerable.Range(0, 1_001).Select(n => new { op = "star", item_id = file, is_starred = n % 2 == 0 }).ToArray();

        await (await alice.BatchAsync(stars)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        var results = await alice.BatchAsync(stars.Take(1_000)).ResultsAsync();

        Assert.Equal(1_000, results.Count);
        Assert.All(results, r => Assert.True(r.Outcome() is "200" or "409 batch_too_long", $"{r}")); // on a busy machine
        var last = results.Count(r => r.Outcome() == "200") - 1;
        Assert.Equal(last % 2 == 0, (await alice.GetJsonAsync($"/v1/items/{file}")).GetProperty("is_starred").GetBoolean());
    }

    [Fact]
    public async Task A_replay_is_the_same_answer_and_shows_no_item_that_was_taken_away_since()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (file, other) = ((await alice.UploadAsync("f", TestUser.NewContent())).Id(), (await alice.UploadAsync("g", TestUser.NewContent())).Id());
        var grant = (await alice.ShareAsync(file, bob, "write")).Id();
        await alice.ShareAsync(other, bob, "write");
        object[] operations = [new { op = "copy", item_id = other, item_name = "copy" }, new { op = "star", item_id = file }, new { op = "star", item_id = other }];

        var first = await bob.BatchAsync(operations, idempotencyKey: "one").ResultsAsync();
        Assert.Equal("f", first[1].GetProperty("item").Text("item_name"));
        await alice.RevokeAsync(file, grant);
        var again = await bob.BatchAsync(operations, idempotencyKey: "one").ResultsAsync();

        Assert.Equal(["201", "200", "200"], again.Select(r => r.Outcome()));
        Assert.Equal(first[0].GetProperty("item").Id(), again[0].GetProperty("item").Id());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, again[1].GetProperty("item").ValueKind);
        Assert.Equal("g", again[2].GetProperty("item").Text("item_name"));
        await (await bob.BatchAsync(operations.Skip(1), idempotencyKey: "one")).IsProblemAsync((HttpStatusCode)422, "idempotency_key_reused");
    }
}
