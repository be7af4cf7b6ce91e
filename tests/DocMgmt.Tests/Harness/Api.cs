using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(DocMgmt.Tests.Api))]

namespace DocMgmt.Tests;

/// <summary>The service that tests share, and a place to start others that are set up differently.</summary>
public sealed class Api : IAsyncLifetime
{
    private TestDatabases databases = null!;
    private TestService shared = null!;

    /// <summary>The shared service. Each test makes its own users in it; who puts the clock forward or fails log-ins starts another one.</summary>
    public TestService Service => shared;

    public async ValueTask InitializeAsync()
    {
        databases = await TestDatabases.StartAsync();
        shared = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await shared.DisposeAsync();
        await databases.DisposeAsync();
    }

    /// <summary>A service of the test's own, with a database and folders of its own.</summary>
    /// <param name="settings">As in the environment: <c>Auth__Registration=Open</c>.</param>
    public async Task<TestService> StartAsync(params string[] settings) => await TestService.StartAsync(await databases.CreateAsync(), settings);

    /// <summary>The same with services that stand in for the real ones.</summary>
    public async Task<TestService> StartAsync(Action<IServiceCollection> standIns, params string[] settings) =>
        await TestService.StartAsync(await databases.CreateAsync(), standIns, settings);

    /// <summary>An empty database.</summary>
    public Task<string> EmptyDatabaseAsync() => databases.CreateAsync(migrated: false);

    /// <summary>A migrated database.</summary>
    public Task<string> MigratedDatabaseAsync() => databases.CreateAsync();

    /// <inheritdoc cref="TestService.NewUserAsync"/>
    public Task<TestUser> NewUserAsync(long? quotaBytes = null) => shared.NewUserAsync(quotaBytes);
}
