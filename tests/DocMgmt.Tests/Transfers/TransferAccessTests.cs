using System.Net;
using System.Text.Json.Nodes;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Pipeline;

namespace DocMgmt.Tests.Transfers;

/// <summary>The routes of offers × every way to come to a level: only owners offer; without an offer there is nothing to accept or to end.</summary>
public class TransferAccessTests(Api api)
{
    // Who is admitted learns that it is not any more what they take it for, so that no offer is made.
    private static readonly Dictionary<string, (int Needed, HttpStatusCode Done, Func<TestUser, long, AccessWorld, Task<HttpResponseMessage>> Ask)> Routes = new()
    {
        ["offer"] = (4, HttpStatusCode.PreconditionFailed, (u, id, w) => u.IfMatchAsync("\"0-0\"", HttpMethod.Post, $"/v1/items/{id}/transfer", new { user_id = w.Other.Id })),
        ["accept"] = (0, HttpStatusCode.NotFound, (u, id, _) => u.AcceptAsync(id)),
        ["withdraw"] = (0, HttpStatusCode.NotFound, (u, id, _) => u.WithdrawAsync(id)),
    };

    public static TheoryData<string> Ways() => [.. AccessWorld.Ways.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Who_may_do_what(string way)
    {
        var world = await AccessWorld.MakeAsync(api.Service, way);
        var (onFolder, onFile, _) = AccessWorld.Ways[way];

        foreach (var (item, level) in new[] { (world.Folder, onFolder), (world.File, onFile) })
        {
            foreach (var (needed, done, ask) in Routes.Values)
            {
                var expected = level < 0 ? HttpStatusCode.Unauthorized : level == 0 ? HttpStatusCode.NotFound : level < needed ? HttpStatusCode.Forbidden : done;

                var response = await ask(world.Subject, item, world);

                Assert.Equal(expected, response.StatusCode);
                if (expected == HttpStatusCode.NotFound) Assert.Equal(await BodyAsync(await ask(world.Subject, long.MaxValue, world)), await BodyAsync(response));
            }
        }
    }

    /// <summary>As if there were none: it is somebody else's.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task An_offer_to_somebody_else_is_none(string way)
    {
        var world = await AccessWorld.MakeAsync(api.Service, way);
        foreach (var item in new[] { world.Folder, world.File }) await PlantOfferAsync(item, world.Other);
        var (onFolder, onFile, _) = AccessWorld.Ways[way];

        foreach (var (item, level) in new[] { (world.Folder, onFolder), (world.File, onFile) })
        {
            Assert.Equal(level < 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.NotFound, (await world.Subject.AcceptAsync(item)).StatusCode);
            Assert.Equal(level switch { -1 => HttpStatusCode.Unauthorized, 4 => HttpStatusCode.OK, _ => HttpStatusCode.NotFound }, (await world.Subject.WithdrawAsync(item)).StatusCode);
        }
    }

    public static TheoryData<string> WaysOfOthers() => [.. AccessWorld.Ways.Keys.Where(way => !way.Contains("owner", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(WaysOfOthers))]
    public async Task An_offer_to_somebody_counts_whatever_their_level_while_it_is_in_no_trash(string way)
    {
        var world = await AccessWorld.MakeAsync(api.Service, way);
        var expected = way == "disabled" ? HttpStatusCode.Unauthorized : way.Contains("trashed", StringComparison.Ordinal) ? HttpStatusCode.NotFound : HttpStatusCode.OK;
        foreach (var item in new[] { world.File, world.Folder })
        {
            await PlantOfferAsync(item, world.Subject);
            Assert.Equal(expected, (await world.Subject.AcceptAsync(item)).StatusCode);
        }
    }

    [Fact]
    public async Task Without_an_account_there_is_nothing()
    {
        using var http = api.Service.Anonymous();
        foreach (var (method, path) in new[] { ("GET", "/v1/transfers"), ("POST", "/v1/items/1/transfer/accept"), ("DELETE", "/v1/items/1/transfer") })
        {
            using var request = new HttpRequestMessage(new(method), path);
            await (await http.SendAsync(request)).IsProblemAsync(HttpStatusCode.Unauthorized, "unauthorized");
        }
    }

    /// <summary>Offers are listed to whom they are made and who made them; a level on the thing is no reason.</summary>
    [Theory]
    [MemberData(nameof(Ways))]
    public async Task What_is_listed_to_whom(string way)
    {
        var world = await AccessWorld.MakeAsync(api.Service, way);
        await PlantOfferAsync(world.File, world.Other);
        var level = AccessWorld.Ways[way].OnFile;

        var response = await world.Subject.GetAsync("/v1/transfers");

        Assert.Equal(level < 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.OK, response.StatusCode);
        if (level >= 0) Assert.Equal(level == 4 ? 1 : 0, (await response.JsonAsync()).GetArrayLength());
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await AccessWorld.MakeAsync(api.Service, "owner");
        var asked = Asked.Note();
        foreach (var (_, _, ask) in Routes.Values) await ask(world.Subject, world.File, world);
        await world.Subject.GetAsync("/v1/transfers");
        return asked.Keys;
    }

    private Task PlantOfferAsync(long item, TestUser user) => api.Service.ExecuteAsync("""
        INSERT INTO ownership_offers (item_id, user_id, offered_by, keep_level, created_at, expires_at)
        SELECT i.id, $2, d.owner_id, 2, now(), now() + interval '1 day' FROM items i JOIN drives d ON d.id = i.drive_id WHERE i.id = $1
        """, item, user.Id);

    private static async Task<string> BodyAsync(HttpResponseMessage response)
    {
        var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.True(problem.Remove("trace_id"));
        return $"{(int)response.StatusCode} {problem.ToJsonString()}";
    }
}
