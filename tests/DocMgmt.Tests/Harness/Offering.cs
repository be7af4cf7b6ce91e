using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>How users give what they have to others for good.</summary>
internal static class Offering
{
    public static Task<HttpResponseMessage> OfferAsync(this TestUser owner, long item, object body) => owner.PostAsync($"/v1/items/{item}/transfer", body);

    /// <summary>Offers it; answers the offer.</summary>
    public static async Task<JsonElement> OfferToAsync(this TestUser owner, long item, TestUser user, string? keep = "write") =>
        await (await owner.OfferAsync(item, new { user_id = user.Id, keep_access = keep })).SucceededAsync();

    /// <param name="body">Null: none is sent.</param>
    public static Task<HttpResponseMessage> AcceptAsync(this TestUser user, long item, object? body = null) =>
        user.SendAsync(HttpMethod.Post, $"/v1/items/{item}/transfer/accept", body is null ? null : JsonContent.Create(body), null);

    /// <summary>Withdraws or declines it.</summary>
    public static Task<HttpResponseMessage> WithdrawAsync(this TestUser user, long item) => user.DeleteAsync($"/v1/items/{item}/transfer");

    public static async Task<IReadOnlyList<JsonElement>> OffersAsync(this TestUser user) => [.. (await user.GetJsonAsync("/v1/transfers")).EnumerateArray()];

    /// <summary>Somebody new offers the user a file; answers its id.</summary>
    public static async Task<long> AreOfferedAsync(this TestUser user)
    {
        var owner = await user.Service.NewUserAsync();
        var file = (await owner.UploadAsync("x", TestUser.NewContent())).Id();
        await owner.OfferToAsync(file, user);
        return file;
    }
}
