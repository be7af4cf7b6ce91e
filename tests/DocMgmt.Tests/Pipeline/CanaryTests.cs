using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Pipeline;

/// <summary>No answer on any route holds the name or the id of something that the caller may not read. The routes are those of the description.</summary>
public class CanaryTests(Api api)
{
    private static readonly string[] Callers = ["read", "write", "admin", "stranger", "administrator"];

    // Whom the request names by id or address: people find each other so. What else there is of them is told nowhere.
    private static readonly string[] TellOfPeopleNamed = ["GET /v1/items/{id}/access", "POST /v1/groups/{id}/members", "POST /v1/items/{id}/permissions", "POST /v1/items/{id}/transfer"];

    /// <param name="Told">What was told that should not be.</param>
    /// <param name="Named">The operations that told of a person whom the request named.</param>
    /// <param name="Succeeded">The operations that could tell, since they did what was asked.</param>
    private sealed record Findings(List<string> Told, HashSet<string> Named, HashSet<string> Succeeded);

    [Fact]
    public async Task Nobody_learns_of_what_they_may_not_read()
    {
        await using var service = await api.StartAsync("Auth__Registration=Open");
        var description = await ApiDescription.OfAsync(service.Address);
        var world = await CanaryWorld.MakeAsync(service);
        var callers = new List<CanaryCaller>();
        foreach (var kind in Callers) callers.Add(await world.CallerAsync(kind));

        var findings = await Task.WhenAll(callers.Select(caller => AskAsync(description, caller)));

        var told = findings.SelectMany(f => f.Told).ToList();
        Assert.True(told.Count == 0, string.Join('\n', told));
        Assert.Equal(TellOfPeopleNamed, findings.SelectMany(f => f.Named).Distinct().Order(StringComparer.Ordinal));
        // Requests that are all refused would find nothing.
        Assert.Equal([], description.Operations.Select(o => $"{o}").Except(findings.SelectMany(f => f.Succeeded), StringComparer.Ordinal));
        Assert.NotEmpty(world.Told(callers[0], await (await world.Carol.GetAsync($"/v1/items/{world.Given}")).Content.ReadAsStringAsync()));
    }

    private static async Task<Findings> AskAsync(ApiDescription description, CanaryCaller caller)
    {
        var (findings, seen) = (new Findings([], [], []), new CanaryScene(caller));
        foreach (var operation in description.Operations)
        {
            var scene = operation.Method is "GET" or "HEAD" ? seen : new CanaryScene(caller); // there is nothing left of what was changed
            foreach (var (text, request) in await new CanaryRequests(description, caller, operation, scene).DraftAsync())
            {
                using var response = await caller.User.Http.SendAsync(request);
                if (response.IsSuccessStatusCode && (caller.Place is not null || operation.Path.StartsWith("/v1/admin", StringComparison.Ordinal))) findings.Succeeded.Add($"{operation}");
                await SearchAsync(findings, caller, operation, $"{caller.Kind}: {text} {(int)response.StatusCode}", response);
            }
        }

        return findings;
    }

    private static async Task SearchAsync(Findings findings, CanaryCaller caller, Operation operation, string request, HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers).Select(h => $"{h.Key}: {string.Join(',', h.Value)}");
        var answer = $"{string.Join('\n', headers)}\n{await response.Content.ReadAsStringAsync()}";
        // What everybody did, with the names of what they did it with; and the ids of what takes most.
        if (caller.Kind == "administrator" && (operation.Path.StartsWith("/v1/admin/audit", StringComparison.Ordinal) || operation.Path == "/v1/admin/usage")) return;
        findings.Told.AddRange(caller.World.Told(caller, answer).Select(what => $"{request} tells {what}"));
        // One's own log has whom one named in requests before.
        if (caller.Kind == "administrator" || operation.Path == "/v1/audit/me" || !caller.World.NamesCarol(answer)) return;
        if (caller.World.NamesCarol(request)) findings.Named.Add($"{operation}");
        else findings.Told.Add($"{request} tells of Carol");
    }
}
