using System.Net.Http.Json;
using System.Text.Json;
using DocMgmt.Drive.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Harness;

/// <summary>A maintenance job whose work the test gives.</summary>
internal sealed class StandInJob(Func<JobRun, CancellationToken, Task> work) : IMaintenanceJob
{
    public string Name => "stand-in";
    public string Description => "Does what the test says.";
    public Recurrence Recurrence => Recurrence.Nightly;

    public Task RunAsync(JobRun run, CancellationToken ct) => work(run, ct);

    /// <summary>For <see cref="Api.StartAsync(Action{IServiceCollection}, string[])"/>.</summary>
    public static Action<IServiceCollection> Add(Func<JobRun, CancellationToken, Task> work) => services => services.AddScoped<IMaintenanceJob>(_ => new StandInJob(work));
}

/// <summary>Runs maintenance over HTTP, as administrators do.</summary>
internal static class MaintenanceRuns
{
    /// <param name="body">Null: none.</param>
    public static Task<HttpResponseMessage> RunAsync(this TestUser user, string name, object? body = null, string? idempotencyKey = null) =>
        user.SendAsync(HttpMethod.Post, $"/v1/admin/jobs/{name}/run", body is null ? null : JsonContent.Create(body), idempotencyKey);

    /// <summary>Runs it to its end; answers the job.</summary>
    public static async Task<JsonElement> RunToEndAsync(this TestService service, string name, object? body = null)
    {
        var response = await (await service.AdministratorAsync()).RunAsync(name, body);
        Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    /// <summary>Asks for a run, without waiting for its end; answers the job once it runs.</summary>
    public static async Task<long> StartRunAsync(this TestService service, string name)
    {
        var admin = await service.AdministratorAsync();
        var before = await service.ScalarAsync<long>("SELECT COALESCE(max(id), 0) FROM jobs");
        _ = admin.RunAsync(name);
        await Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE id > $1 AND started_at IS NOT NULL", before) == 1);
        return await service.ScalarAsync<long>("SELECT max(id) FROM jobs");
    }

    public static Task<JsonElement> JobAsync(this TestUser user, long id) => user.GetJsonAsync($"/v1/jobs/{id}");

    /// <summary>One entry of the list of maintenance jobs.</summary>
    public static async Task<JsonElement> MaintenanceAsync(this TestService service, string name) =>
        (await (await service.AdministratorAsync()).GetJsonAsync("/v1/admin/jobs")).EnumerateArray().Single(j => j.Text("name") == name);

    public static long Count(this JsonElement job, string what) => job.GetProperty("counts").GetProperty(what).GetInt64();
}
