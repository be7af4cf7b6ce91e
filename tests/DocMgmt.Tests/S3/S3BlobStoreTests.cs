using DocMgmt.Blobs;
using DocMgmt.Blobs.S3;
using DocMgmt.Tests.Blobs;

namespace DocMgmt.Tests.S3;

/// <summary>The contract on a real S3 server.</summary>
public sealed class S3BlobStoreTests : BlobStoreContract, IAsyncLifetime
{
    private S3BlobStore store = null!;
    private S3Options options = null!;

    protected override IBlobStore Store => store;

    public async ValueTask InitializeAsync()
    {
        options = await S3Server.Instance.NewBucketAsync() with { PartBytes = 5 << 20, CopyBytes = 5 << 20 };
        store = new(options);
    }

    public ValueTask DisposeAsync()
    {
        store?.Dispose();
        return ValueTask.CompletedTask;
    }
}
