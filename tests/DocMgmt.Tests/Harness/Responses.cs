using System.Net;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>Reads answers.</summary>
internal static class Responses
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync()).RootElement;

    /// <summary>The body; fails with it when the status is not 2xx.</summary>
    public static async Task<JsonElement> SucceededAsync(this HttpResponseMessage response)
    {
        if (!response.IsSuccessStatusCode) Assert.Fail($"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()} {ErrorLog.About(response.RequestMessage)}");
        return response.StatusCode == HttpStatusCode.NoContent ? default : await response.JsonAsync();
    }

    /// <summary>Checks that it is a problem (RFC 9457) of that status and code, complete as the API has it.</summary>
    public static async Task<JsonElement> IsProblemAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode} {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        foreach (var member in new[] { "type", "title", "detail", "trace_id" }) Assert.NotEmpty(problem.GetProperty(member).GetString()!);
        return problem;
    }

    public static long Id(this JsonElement json) => json.GetProperty("id").GetInt64();
    public static string Text(this JsonElement json, string member) => json.GetProperty(member).GetString()!;
}
