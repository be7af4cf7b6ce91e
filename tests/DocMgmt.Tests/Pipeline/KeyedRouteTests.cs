using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Pipeline;

/// <summary>Idempotency-Key on every route that changes something; the routes are those that the service really has.</summary>
public partial class KeyedRouteTests(KeyedRouteTests.World world) : IClassFixture<KeyedRouteTests.World>
{
    private static readonly string[] Changing = ["POST", "PUT", "PATCH", "DELETE"];

    public static TheoryData<string> Routes => [.. KeyedRoute.All.Keys];

    [Fact]
    public void Every_route_that_changes_something_is_in_the_table()
    {
        var routes = world.Service.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(e => (e.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Intersect(Changing).Select(m => $"{m} {e.RoutePattern.RawText!.TrimEnd('/')}"));

        Assert.Equal(routes.Order(StringComparer.Ordinal), KeyedRoute.All.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task The_same_key_gets_the_same_answer_and_one_effect_unless_the_route_ignores_it(string name)
    {
        var route = KeyedRoute.All[name];
        var user = name.Contains(" /v1/admin/", StringComparison.Ordinal) ? await world.Service.SignInAsync(TestService.AdminEmail) : await world.Service.NewUserAsync();
        var (method, key) = (new HttpMethod(name.Split(' ')[0]), Guid.NewGuid().ToString());
        var (path, body) = await route.Prepare(user);

        var before = await Snapshot.OfAsync(world.Service);
        var first = await SendAsync(user, route, method, path, body(), key);
        var firstBody = route.AnswersBytes ? default : await first.SucceededAsync();
        Assert.Equal(!route.ChangesNothing, await before.HasChangedAsync());
        await route.Meanwhile(user, path);
        var after = await Snapshot.OfAsync(world.Service);
        var second = await SendAsync(user, route, method, path, body(), key);

        if (route.Ignored is { } expected)
        {
            Assert.Equal(expected, (int)second.StatusCode < 400 ? $"{(int)second.StatusCode}" : $"{(int)second.StatusCode} {(await second.JsonAsync()).Text("code")}");
            return;
        }

        Assert.Equal(first.StatusCode, second.StatusCode);
        Assert.Equal(Lasting(firstBody.GetRawText()), Lasting((await second.SucceededAsync()).GetRawText()));
        await after.IsUnchangedAsync();
    }

    private static async Task<HttpResponseMessage> SendAsync(TestUser user, KeyedRoute route, HttpMethod method, string path, HttpContent? body, string key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        foreach (var (name, value) in route.Headers.Append(("Idempotency-Key", key))) request.Headers.Add(name, value);
        return await user.Http.SendAsync(request);
    }

    /// <summary>Without what is made anew for a replay, since the old one may have run out: the URL to send bytes to.</summary>
    private static string Lasting(string body) => Renewed().Replace(body, "");

    [GeneratedRegex("\"(upload_url|expires_at)\":\"[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Renewed();

    /// <summary>A service of these tests' own, since they look at all that is in it.</summary>
    public sealed class World(Api api) : IAsyncLifetime
    {
        public TestService Service { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Service = await api.StartAsync("Auth__Registration=Open");

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
