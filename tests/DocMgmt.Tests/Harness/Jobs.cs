using System.Net;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>Long work of users.</summary>
internal static class Jobs
{
    /// <summary>What a job answered that was left to be done later: its id.</summary>
    public static async Task<long> QueuedAsync(this Task<HttpResponseMessage> asked)
    {
        var response = await asked;
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        var job = await response.JsonAsync();
        Assert.Equal($"/v1/jobs/{job.Id()}", response.Headers.Location?.ToString());
        return job.Id();
    }

    /// <summary>Waits for its end; answers it then.</summary>
    public static async Task<JsonElement> EndOfJobAsync(this TestUser user, long job)
    {
        await Eventually.IsTrueAsync(async () => (await user.JobAsync(job)).GetProperty("finished_at").ValueKind != JsonValueKind.Null);
        return await user.JobAsync(job);
    }

    public static Task<HttpResponseMessage> CancelAsync(this TestUser user, long job) => user.DeleteAsync($"/v1/jobs/{job}");

    public static IReadOnlyList<string> Errors(this JsonElement job) => [.. job.GetProperty("errors").EnumerateArray().Select(e => e.GetString()!)];
}
