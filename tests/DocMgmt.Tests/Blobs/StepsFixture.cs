using DocMgmt.Drive.Blobs;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Blobs;

/// <summary>One stoppable service for all cells of a class. What nothing refers to may go at once, and its bytes too.</summary>
public sealed class StepsFixture(Api api) : IAsyncLifetime
{
    internal Steps Steps { get; private set; } = null!;
    internal TestService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Service = await api.StartAsync(services =>
        {
            HookedStore.Add(services);
            services.AddSingleton(new BlobRetention(TimeSpan.Zero, TimeSpan.Zero));
        }, "Uploads__InstantAcrossUsers=Trust");
        Steps = await Steps.OfAsync(Service);
    }

    public ValueTask DisposeAsync() => Steps.DisposeAsync();
}
