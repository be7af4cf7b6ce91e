using DocMgmt.Tests.Harness;
using DocMgmt.Tests.S3;

namespace DocMgmt.Tests.Direct;

/// <summary>A service on a bucket, which clients send to and fetch from by themselves. The tests of one class share it; where there is no S3 server they are skipped.</summary>
public sealed class DirectService(Api api) : IAsyncLifetime
{
    public Api Api => api;

    private readonly SemaphoreSlim starting = new(1);
    private TestService? service;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async Task<TestService> GetAsync()
    {
        await starting.WaitAsync();
        try
        {
            return service ??= await StartAsync(api);
        }
        finally
        {
            starting.Release();
        }
    }

    /// <summary>One of a test's own.</summary>
    public static async Task<TestService> StartAsync(Api api, params string[] settings)
    {
        await S3Server.Instance.StartAsync();
        return await api.StartAsync([.. S3Server.Instance.Settings(), .. settings]);
    }

    public async ValueTask DisposeAsync()
    {
        if (service is not null) await service.DisposeAsync();
        starting.Dispose();
    }
}
