using System.Net.Http.Json;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>Many changes in one request.</summary>
internal static class Batching
{
    /// <param name="operations">Anonymous objects as the API has them.</param>
    public static Task<HttpResponseMessage> BatchAsync(this TestUser user, IEnumerable<object> operations, bool atomic = false, string? idempotencyKey = null) =>
        user.SendAsync(HttpMethod.Post, "/v1/batch", JsonContent.Create(new { operations, atomic }), idempotencyKey);

    /// <summary>Sends them; answers a result each.</summary>
    public static async Task<IReadOnlyList<JsonElement>> ResultsAsync(this Task<HttpResponseMessage> batch) =>
        [.. (await (await batch).SucceededAsync()).GetProperty("results").EnumerateArray()];

    /// <summary>200, or 409 item_name_taken.</summary>
    public static string Outcome(this JsonElement result) =>
        $"{result.GetProperty("status")}{(result.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem ? $" {problem.Text("code")}" : "")}";
}
