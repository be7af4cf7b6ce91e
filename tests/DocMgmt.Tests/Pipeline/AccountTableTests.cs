using System.Collections.Concurrent;
using System.Net;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Routes that are about no item and no group × everybody who may come.</summary>
public class AccountTableTests(Api api)
{
    private static readonly string[] Subjects = ["nobody", "signed out", "disabled", "disabled administrator", "user", "administrator"];

    private static readonly ConcurrentDictionary<string, Lazy<Task<AccountWorld>>> Worlds = new(StringComparer.Ordinal);

    // Who has to be what: anybody, an account that is in use, user, administrator, none at all.
    private static readonly Dictionary<string, (string Needed, HttpStatusCode Done, Func<AccountWorld, Task<HttpResponseMessage>> Ask)> Routes = new(StringComparer.Ordinal)
    {
        ["health"] = ("anybody", HttpStatusCode.OK, w => w.GetAsync("/health")),
        ["readiness"] = ("anybody", HttpStatusCode.OK, w => w.GetAsync("/health/ready")),
        ["metrics"] = ("anybody", HttpStatusCode.OK, w => w.GetAsync("/metrics")),
        ["sign in"] = ("account", HttpStatusCode.OK, w => w.SignInAsync()),
        ["refresh"] = ("user", HttpStatusCode.OK, w => w.PostAsync("/v1/auth/refresh", new { refresh_token = w.RefreshToken })),
        ["register where that is closed"] = ("none", HttpStatusCode.OK, w => w.PostAsync("/v1/auth/register", new { email = AccountWorld.NewEmail(), password = TestService.Password })),
        ["who is signed in"] = ("user", HttpStatusCode.OK, w => w.GetAsync("/v1/auth/session")),
        ["see one's account"] = ("user", HttpStatusCode.OK, w => w.GetAsync("/v1/users/me")),
        ["see what one's drive holds"] = ("user", HttpStatusCode.OK, w => w.GetAsync("/v1/users/me/usage")),
        ["see what all drives hold"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync("/v1/admin/usage")),
        ["change one's name"] = ("user", HttpStatusCode.OK, w => w.PatchAsync("/v1/users/me", new { display_name = "x" })),
        ["change one's password"] = ("user", HttpStatusCode.OK, w => w.PostAsync("/v1/users/me/password", new { current_password = TestService.Password, new_password = TestService.Password })),
        ["search"] = ("user", HttpStatusCode.OK, w => w.PostAsync("/v1/search", new { query = "x" })),
        ["be suggested something"] = ("user", HttpStatusCode.OK, w => w.GetAsync("/v1/search/suggest?q=x")),
        ["see what one did"] = ("user", HttpStatusCode.OK, w => w.GetAsync("/v1/audit/me")),
        ["see what everybody did"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync("/v1/admin/audit")),
        ["take away what everybody did"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync("/v1/admin/audit/export?action=login")),
        ["see one's job"] = ("user", HttpStatusCode.OK, w => w.GetAsync($"/v1/jobs/{w.OwnJob}")),
        ["see another one's job"] = ("another one", HttpStatusCode.OK, w => w.GetAsync($"/v1/jobs/{w.OthersJob}")),
        ["see maintenance"] = ("maintainer", HttpStatusCode.OK, w => w.GetAsync($"/v1/jobs/{w.Maintenance}")),
        ["cancel one's job"] = ("user", HttpStatusCode.Accepted, w => w.DeleteAsync($"/v1/jobs/{w.OwnJob}")),
        ["cancel another one's job"] = ("another one", HttpStatusCode.Accepted, w => w.DeleteAsync($"/v1/jobs/{w.OthersJob}")),
        ["cancel maintenance"] = ("maintainer", HttpStatusCode.OK, w => w.DeleteAsync($"/v1/jobs/{w.Maintenance}")),
        ["list maintenance"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync("/v1/admin/jobs")),
        ["run maintenance"] = ("administrator", HttpStatusCode.OK, w => w.PostAsync("/v1/admin/jobs/stale-uploads/run", new { })),
        ["see the storage"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync("/v1/admin/storage")),
        ["ask the doctor"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync("/v1/admin/doctor")),
        ["list accounts"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync("/v1/admin/users?page_size=1")),
        ["see an account"] = ("administrator", HttpStatusCode.OK, w => w.GetAsync($"/v1/admin/users/{w.Other.Id}")),
        ["change an account"] = ("administrator", HttpStatusCode.OK, w => w.PatchAsync($"/v1/admin/users/{w.Other.Id}", new { display_name = "x" })),
        ["make an account"] = ("administrator", HttpStatusCode.Created, w => w.PostAsync("/v1/admin/users", new { email = AccountWorld.NewEmail(), password = TestService.Password })),
        ["sign out"] = ("user", HttpStatusCode.OK, w => w.PostAsync("/v1/auth/logout", new { })),
    };

    public static TheoryData<string, string, HttpStatusCode> Cells()
    {
        var cells = new TheoryData<string, string, HttpStatusCode>();
        foreach (var subject in Subjects)
        {
            foreach (var (route, (needed, done, _)) in Routes) cells.Add(subject, route, Expected(subject, needed, done));
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Who_may_do_what(string subject, string route, HttpStatusCode expected)
    {
        // Who ends a sign-in does not end the other cells'.
        var world = route is "sign out" or "refresh" or "change one's password"
            ? await AccountWorld.MakeAsync(api.Service, subject)
            : await Worlds.GetOrAdd(subject, s => new(() => AccountWorld.MakeAsync(api.Service, s))).Value;
        var (needed, _, ask) = Routes[route];

        var response = await ask(world);

        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
        if (expected == HttpStatusCode.Forbidden) await response.IsProblemAsync(expected, needed == "none" ? "registration_closed" : "administrator_required");
        if (expected == HttpStatusCode.NotFound) await response.IsProblemAsync(expected, "not_found");
        if (expected == HttpStatusCode.Unauthorized && route is not ("sign in" or "refresh")) await response.IsProblemAsync(expected, subject == "nobody" ? "unauthorized" : "session_ended");
    }

    /// <summary>Which operations this table asks.</summary>
    internal async Task<IEnumerable<string>> AskedAsync()
    {
        var world = await AccountWorld.MakeAsync(api.Service, "user");
        var asked = Asked.Note();
        foreach (var (_, _, ask) in Routes.Values) await ask(world);
        return asked.Keys;
    }

    private static HttpStatusCode Expected(string subject, string needed, HttpStatusCode done) => (needed, subject) switch
    {
        ("anybody", _) => done,
        ("none", _) => HttpStatusCode.Forbidden,
        ("account", "signed out") => done,
        (_, not ("user" or "administrator")) => HttpStatusCode.Unauthorized,
        ("another one", _) or ("maintainer", "user") => HttpStatusCode.NotFound,
        ("administrator", "user") => HttpStatusCode.Forbidden,
        _ => done,
    };
}
