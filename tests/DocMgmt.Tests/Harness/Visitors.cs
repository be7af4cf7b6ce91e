using System.Net.Http.Headers;
using System.Net.Http.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>What somebody without an account at hand asks.</summary>
internal static class Visitors
{
    public static Task<HttpResponseMessage> LogInAsync(this HttpClient http, string email, string password = TestService.Password) =>
        http.PostAsJsonAsync("/v1/auth/login", new { email, password });

    public static Task<HttpResponseMessage> RefreshAsync(this HttpClient http, string refreshToken) =>
        http.PostAsJsonAsync("/v1/auth/refresh", new { refresh_token = refreshToken });

    /// <summary>Asks who it is, with that access token.</summary>
    public static async Task<HttpResponseMessage> WithTokenAsync(this HttpClient http, string accessToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/users/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        return await http.SendAsync(request);
    }
}
