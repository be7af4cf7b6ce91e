using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Pipeline;

namespace DocMgmt.Tests.Audit;

/// <summary>
/// Every route of the description leaves the event of its action when it does what was asked. A new route is a new line, or stands among those that leave none, with the reason.
/// </summary>
public class AuditedRoutesTests(Api api)
{
    /// <summary>They tell nothing of an item, a person or what these did, and change nothing that anybody sees.</summary>
    private static readonly Dictionary<string, string> Silent = new(StringComparer.Ordinal)
    {
        ["GET /health"] = "how the installation is doing", ["GET /health/ready"] = "the same", ["GET /metrics"] = "the same", ["GET /v1/admin/storage"] = "sums over everybody",
        ["GET /v1/admin/jobs"] = "what maintenance there is", ["GET /v1/jobs/{id}"] = "how far one's own job is",
        ["GET /v1/auth/session"] = "oneself", ["GET /v1/users/me"] = "oneself", ["GET /v1/audit/me"] = "oneself", ["GET /v1/users/me/usage"] = "oneself", ["POST /v1/auth/refresh"] = "goes on with a session whose login was told",
        ["POST /v1/files/upload/initiate"] = "nobody sees a pending upload: that it is complete is told", ["PUT /v1/files/upload/{version_id}/content"] = "the same",
        ["POST /v1/files/tus"] = "the same", ["DELETE /v1/files/tus/{upload_id}"] = "the same", ["HEAD /v1/files/tus/{upload_id}"] = "the same",
        ["POST /shared/{token}/tus"] = "the same", ["DELETE /shared/{token}/tus/{upload_id}"] = "the same", ["HEAD /shared/{token}/tus/{upload_id}"] = "the same",
        ["DELETE /v1/files/upload/{version_id}"] = "the same", ["GET /v1/files/upload/{version_id}/parts"] = "the same", ["POST /shared/{token}/unlock"] = "a cookie for the next visit, which is told",
    };

    private static readonly Dictionary<string, string> Actions = new(StringComparer.Ordinal)
    {
        ["POST /v1/auth/login"] = "login", ["POST /v1/auth/logout"] = "logout", ["POST /v1/auth/register"] = "create", ["PATCH /v1/users/me"] = "update", ["POST /v1/users/me/password"] = "update",
        ["POST /v1/admin/users"] = "create", ["PATCH /v1/admin/users/{id}"] = "update", ["POST /v1/admin/jobs/{name}/run"] = "create", ["DELETE /v1/jobs/{id}"] = "update",
        ["POST /v1/groups"] = "create", ["PATCH /v1/groups/{id}"] = "update", ["DELETE /v1/groups/{id}"] = "delete", ["POST /v1/groups/{id}/members"] = "update",
        ["PATCH /v1/groups/{id}/members/{user_id}"] = "update", ["DELETE /v1/groups/{id}/members/{user_id}"] = "update",
        ["POST /v1/items"] = "create", ["PATCH /v1/items/{id}"] = "rename", ["DELETE /v1/items/{id}"] = "delete", ["POST /v1/items/{id}/move"] = "move", ["POST /v1/items/{id}/copy"] = "copy",
        ["PUT /v1/items/{id}/tags"] = "update", ["POST /v1/items/{id}/tags"] = "update", ["PUT /v1/items/{id}/tags/{tag_id}"] = "update", ["DELETE /v1/items/{id}/tags/{tag_id}"] = "update",
        ["POST /v1/items/{id}/versions/{version_id}/restore"] = "restore", ["PATCH /v1/items/{id}/versions/{version_id}"] = "update", ["DELETE /v1/items/{id}/versions/{version_id}"] = "purge",
        ["PUT /v1/items/{id}/version-policy"] = "update", ["DELETE /v1/items/{id}/version-policy"] = "update", ["POST /v1/items/{id}/version-policy/dry-run"] = "read",
        ["POST /v1/items/{id}/permissions"] = "permission_grant", ["PATCH /v1/items/{id}/permissions/{permission_id}"] = "permission_grant", ["DELETE /v1/items/{id}/permissions/{permission_id}"] = "permission_revoke",
        ["POST /v1/items/{id}/share-links"] = "share", ["PATCH /v1/items/{id}/share-links/{link_id}"] = "share", ["DELETE /v1/items/{id}/share-links/{link_id}"] = "unshare",
        ["POST /v1/items/{id}/transfer"] = "transfer_offer", ["DELETE /v1/items/{id}/transfer"] = "transfer_withdraw", ["POST /v1/items/{id}/transfer/accept"] = "move",
        ["POST /v1/files/upload/complete"] = "upload", ["PUT /v1/files/content"] = "upload", ["POST /v1/files"] = "upload", ["GET /v1/files/{id}/download"] = "download", ["HEAD /v1/files/{id}/download"] = "read",
        ["POST /v1/files/urls"] = "read", ["GET /v1/files/{id}/content"] = "download",
        ["GET /v1/items/{id}/archive"] = "download", ["HEAD /v1/items/{id}/archive"] = "read", ["POST /v1/archive"] = "download",
        ["POST /v1/trash/{id}/restore"] = "restore", ["DELETE /v1/trash/{id}"] = "purge", ["POST /v1/trash/purge"] = "purge", ["DELETE /v1/trash"] = "purge", ["POST /v1/batch"] = "copy",
        ["POST /v1/tags"] = "create", ["PATCH /v1/tags/{id}"] = "rename", ["POST /v1/tags/{id}/merge"] = "delete", ["DELETE /v1/tags/{id}"] = "delete", ["POST /v1/search"] = "read",
        ["POST /shared/{token}"] = "read", ["GET /shared/{token}/download"] = "download", ["GET /shared/{token}/preview"] = "download", ["GET /shared/{token}/archive"] = "download",
        ["PATCH /v1/files/tus/{upload_id}"] = "upload", ["PATCH /shared/{token}/tus/{upload_id}"] = "upload",
        ["PUT /shared/{token}/content"] = "upload", ["POST /shared/{token}/upload"] = "upload",
    };

    [Fact]
    public async Task Every_route_that_shows_something_leaves_an_event_each_time()
    {
        await using var service = await StartAsync();
        var description = await ApiDescription.OfAsync(service.Address);
        var world = await CanaryWorld.MakeAsync(service);
        var (admin, administrator) = (await world.CallerAsync("admin"), await world.CallerAsync("administrator"));
        var asked = new List<(string Route, string Request)>();
        foreach (var operation in description.Operations.Where(o => o.Method is "GET" or "HEAD"))
        {
            var caller = operation.Path.StartsWith("/v1/admin", StringComparison.Ordinal) ? administrator : admin;
            asked.AddRange((await AskAsync(description, caller, operation)).Select(id => ($"{operation}", id)));
        }

        await ReadsAreWrittenAsync(world.Alice);
        Assert.Equal([], description.Operations.Where(o => o.Method is "GET" or "HEAD").Select(o => $"{o}").Except(asked.Select(a => a.Route)));
        var wrong = new List<string>();
        foreach (var (route, request) in asked)
        {
            var told = string.Join(' ', (await service.EventsAsync(request)).Select(e => e.Action));
            var expected = Silent.ContainsKey(route) ? "" : Actions.GetValueOrDefault(route, "read");
            if (told != expected) wrong.Add($"{route}: '{told}' and not '{expected}'");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Every_route_that_changes_something_leaves_the_event_of_its_action()
    {
        await using var service = await StartAsync();
        var wrong = new List<string>();
        foreach (var (pattern, keyed) in KeyedRoute.All)
        {
            var route = pattern.Replace(":long", "", StringComparison.Ordinal).Replace(":guid", "", StringComparison.Ordinal).Replace(" /v1/shared", " /shared", StringComparison.Ordinal);
            var user = route.Contains(" /v1/admin/", StringComparison.Ordinal) ? await service.SignInAsync(TestService.AdminEmail) : await service.NewUserAsync();
            var (path, body) = await keyed.Prepare(user);
            using var request = new HttpRequestMessage(new HttpMethod(route.Split(' ')[0]), path) { Content = body() };
            var id = $"{Guid.NewGuid()}";
            request.Headers.Add("X-Request-ID", id);
            foreach (var (name, value) in keyed.Headers) request.Headers.Add(name, value);
            var response = await user.Http.SendAsync(request);
            Assert.True((int)response.StatusCode < 400, $"{route}: {response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            if (keyed.ChangesNothing || Actions.GetValueOrDefault(route) == "download") await ReadsAreWrittenAsync(await service.NewUserAsync());
            var told = (await service.EventsAsync(id)).Select(e => e.Action).ToList();
            var expected = Silent.ContainsKey(route) ? null : Actions.GetValueOrDefault(route, "an action in the table");
            if (expected is null ? told.Count > 0 : !told.Contains(expected)) wrong.Add($"{route}: '{string.Join(' ', told)}' and not '{expected}'");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <returns>The ids of those requests that did what was asked.</returns>
    private static async Task<List<string>> AskAsync(ApiDescription description, CanaryCaller caller, Operation operation)
    {
        var succeeded = new List<string>();
        // The last two are about what is there for the caller: with what is usual in them, and with all.
        foreach (var (_, request) in (await new CanaryRequests(description, caller, operation, new CanaryScene(caller)).DraftAsync()).TakeLast(2))
        {
            var id = $"{Guid.NewGuid()}";
            request.Headers.Add("X-Request-ID", id);
            using var response = await caller.User.Http.SendAsync(request);
            await response.Content.ReadAsByteArrayAsync();
            if ((int)response.StatusCode < 400) succeeded.Add(id);
        }

        return succeeded;
    }

    // Events are written in the order in which they came.
    private static async Task ReadsAreWrittenAsync(TestUser user)
    {
        var (response, last) = await user.Http.AskAsync(HttpMethod.Get, "/v1/items");
        await response.SucceededAsync();
        await Eventually.IsTrueAsync(async () => (await user.Service.EventsAsync(last)).Count > 0);
    }

    private async Task<TestService> StartAsync()
    {
        var service = await api.StartAsync("Auth__Registration=Open");
        await service.PauseJobsAsync();
        return service;
    }
}
