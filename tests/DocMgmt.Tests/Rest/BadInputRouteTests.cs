using System.Net;

namespace DocMgmt.Tests.Rest;

/// <summary>Addresses that lead nowhere, and methods that they do not take.</summary>
public class BadInputRouteTests(BadInputWorld world) : IClassFixture<BadInputWorld>
{
    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/v1")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/v2/items")]
    [InlineData("GET", "/openapi/v2.json")]
    [InlineData("GET", "/openapi/v2.yaml")]
    [InlineData("GET", "/V1/nothing")]
    [InlineData("GET", "/v1/items/x")]
    [InlineData("GET", "/v1/items/1/nothing")]
    [InlineData("GET", "/v1/items//1")]
    [InlineData("POST", "/v1/items/by-path/x")]
    [InlineData("PUT", "/v1/files/upload/x/content")]
    [InlineData("DELETE", "/v1/nothing/1")]
    [InlineData("GET", "/v1/items/%2e%2e%2f%2e%2e%2fetc%2fpasswd")]
    public async Task An_unknown_route_is_not_found_by_anybody(string method, string path)
    {
        await world.IsRefusedAsync(new(404, "not_found", _ => new(new(method), path)));
        using var nobody = world.Service.Anonymous();
        using var request = new HttpRequestMessage(new(method), path);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("DELETE", "/v1/items", "GET, POST")]
    [InlineData("PUT", "/v1/items/1", "DELETE, GET, PATCH")]
    [InlineData("GET", "/v1/auth/login", "POST")]
    [InlineData("POST", "/v1/users/me", "GET, PATCH")]
    [InlineData("GET", "/v1/files/upload/initiate", "POST")]
    [InlineData("GET", "/v1/files/upload/1", "DELETE")]
    [InlineData("POST", "/v1/files/upload/1/content", "PUT")]
    [InlineData("GET", "/v1/files/content", "PUT")]
    [InlineData("PUT", "/v1/files", "POST")]
    [InlineData("POST", "/v1/files/1/download", "GET, HEAD")]
    [InlineData("TRACE", "/v1/items", "GET, POST")]
    [InlineData("CONNECTION", "/v1/items", "GET, POST")]
    [InlineData("POST", "/health", "GET")]
    public async Task A_wrong_method_is_answered_with_the_right_ones(string method, string path, string allowed)
    {
        var response = await world.IsRefusedAsync(new(405, "method_not_allowed", _ => new(new(method), path)));

        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
    }
}
