using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>Every state that a link can be in × all that visitors do: what the answer is, and that a closed gate tells nothing of what is behind it.</summary>
public class GateMatrixTests(Api api)
{
    private static readonly string[] Random = ["X-Request-ID", "Date"];

    private static readonly Dictionary<string, Func<GateWorld, HttpClient, Task<HttpResponseMessage>>> Deeds = new(StringComparer.Ordinal)
    {
        ["metadata"] = (w, v) => v.VisitAsync(w.Link, $"?{w.Unlock}", w.Password),
        ["list"] = (w, v) => v.VisitAsync(w.Link, $"/items?{w.Unlock}", w.Password),
        ["download"] = (w, v) => v.VisitAsync(w.Link, $"/download?path=/{GateWorld.FileName}{w.Unlock}", w.Password),
        ["range"] = (w, v) => v.VisitAsync(w.Link, $"/download?path=/{GateWorld.FileName}{w.Unlock}", w.Password, change: r => r.Headers.Range = new RangeHeaderValue(1, 3)),
        ["archive"] = (w, v) => v.VisitAsync(w.Link, $"/archive?{w.Unlock}", w.Password),
        ["preview"] = (w, v) => v.VisitAsync(w.Link, $"/preview?path=/{GateWorld.FileName}{w.Unlock}", w.Password),
        ["drop"] = (w, v) => v.DropAsync(w.Link, "new.txt", TestUser.NewContent(), w.Password, w.Unlock),
    };

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var state in GateWorld.States.Keys)
        {
            foreach (var deed in Deeds.Keys) cells.Add(state, deed);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task What_the_gate_answers(string state, string deed)
    {
        var world = await GateWorld.OfAsync(api, state, drops: deed == "drop", GetType());
        using var visitor = api.Service.NewVisitor();
        var before = await world.CountsAsync();

        var response = await Deeds[deed](world, visitor);

        var after = await world.CountsAsync();
        if (GateWorld.States[state].Refusal is var (status, code))
        {
            await response.IsProblemAsync(status, code);
            Assert.Equal(before, after);
            var problem = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
            var told = $"{string.Join('\n', response.Headers.Where(h => !Random.Contains(h.Key)).SelectMany(h => h.Value))} {response.Content.Headers} {(problem.Remove("trace_id") ? problem : null)}";
            foreach (var secret in new[] { GateWorld.FileName, GateWorld.FolderName, world.Content, $"{world.Content.Length}" }) Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
            return;
        }

        Assert.Equal(deed switch { "range" => HttpStatusCode.PartialContent, "drop" => HttpStatusCode.Created, _ => HttpStatusCode.OK }, response.StatusCode);
        Assert.Equal(before.Accesses + 1, after.Accesses);
        Assert.Equal(before.Downloads + (deed is "metadata" or "list" or "drop" ? 0 : 1), after.Downloads);
        Assert.Equal(before.Uploads + (deed == "drop" ? 1 : 0), after.Uploads);
        if (deed == "download") Assert.Equal(world.Content, await response.Content.ReadAsStringAsync());
        if (deed == "list") Assert.Contains(GateWorld.FileName, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
