using DocMgmt.Api.Hosting;
using DocMgmt.Blobs;
using DocMgmt.Tests.S3;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Harness;

/// <summary>
/// Which store a run of the tests is on: files, or with <c>TEST_STORE=S3</c> a bucket for each service, through which everything passes, so that
/// the same tests hold. Tests that are about files have the trait <c>Store=Files</c>, and are left out of such a run.
/// </summary>
internal static class TestStore
{
    public const string Trait = "Store", Files = "Files";

    public static bool IsS3 => Environment.GetEnvironmentVariable("TEST_STORE") == "S3";

    /// <summary>What a service is set up with, unless it says itself which store it wants.</summary>
    public static async Task<string[]> SettingsAsync(IReadOnlyCollection<string> settings)
    {
        if (!IsS3 || settings.Any(s => s.StartsWith("Blobs__Store=", StringComparison.Ordinal))) return [];
        await S3Server.Instance.StartAsync();
        return [.. S3Server.Instance.Settings(), "Uploads__Mode=Proxy", "Downloads__Mode=Proxy"];
    }

    public static void Hook(IServiceCollection services)
    {
        if (services.All(s => s.ServiceType != typeof(IBlobStore))) HookedStore.Add(services);
    }

    public static StoredObjects Of(IServiceProvider services, Settings settings) => settings.BlobsStore == StoreKind.S3
        ? new BucketObjects(S3Server.Instance.Client, settings.S3!, services.GetRequiredService<IBlobStore>() as HookedStore)
        : new StoredFiles(settings.BlobsDirectory);
}
