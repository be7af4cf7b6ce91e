using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>How users make links, and what visitors do with them.</summary>
internal static class Linking
{
    private static int visitors;

    public static Task<HttpResponseMessage> TryLinkAsync(this TestUser user, long item, object body) => user.PostAsync($"/v1/items/{item}/share-links", body);

    /// <summary>Makes one; answers it.</summary>
    public static async Task<JsonElement> LinkAsync(this TestUser user, long item, object? body = null) => await (await user.TryLinkAsync(item, body ?? new { })).SucceededAsync();

    public static Task<HttpResponseMessage> ChangeLinkAsync(this TestUser user, JsonElement link, object body) => user.PatchAsync(Address(link), body);

    public static Task<HttpResponseMessage> DeleteLinkAsync(this TestUser user, JsonElement link) => user.DeleteAsync(Address(link));

    /// <summary>The link as its item's list has it.</summary>
    public static async Task<JsonElement> LinkNowAsync(this TestUser user, JsonElement link) =>
        (await user.GetJsonAsync($"/v1/items/{link.GetProperty("item_id").GetInt64()}/share-links")).EnumerateArray().Single(l => l.Id() == link.Id());

    /// <summary>Somebody without an account, at an address of their own.</summary>
    public static HttpClient NewVisitor(this TestService service)
    {
        var number = Interlocked.Increment(ref visitors);
        return Loopback.Client(service.Address, $"127.77.{number / 250}.{(number % 250) + 1}");
    }

    /// <param name="deed">What comes after the token: <c>/download?path=a</c>.</param>
    public static async Task<HttpResponseMessage> VisitAsync(
        this HttpClient visitor, JsonElement link, string deed = "", string? password = null, HttpMethod? method = null, HttpContent? content = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, $"/shared/{link.Text("token")}{deed}") { Content = content };
        if (password is not null) request.Headers.Add("X-Share-Password", password);
        change?.Invoke(request);
        return await visitor.SendAsync(request);
    }

    /// <summary>Opens the link with its password; answers what it opens.</summary>
    public static async Task<JsonElement> UnlockAsync(this HttpClient visitor, JsonElement link, string password) =>
        await (await visitor.PostAsJsonAsync($"/shared/{link.Text("token")}", new { password })).SucceededAsync();

    public static Task<HttpResponseMessage> DropAsync(this HttpClient visitor, JsonElement link, string name, byte[] content, string? password = null, string unlock = "") =>
        visitor.VisitAsync(link, $"/content?item_name={Uri.EscapeDataString(name)}{unlock}", password, HttpMethod.Put, new ByteArrayContent(content));

    private static string Address(JsonElement link) => $"/v1/items/{link.GetProperty("item_id").GetInt64()}/share-links/{link.Id()}";
}
