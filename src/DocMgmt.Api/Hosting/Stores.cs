using DocMgmt.Blobs;
using DocMgmt.Blobs.FileSystem;
using DocMgmt.Blobs.S3;
using DocMgmt.Drive.Direct;

namespace DocMgmt.Api.Hosting;

/// <summary>A kind of store, as the settings name it.</summary>
public enum StoreKind
{
    FileSystem,
    S3,
}

/// <summary>Makes the stores that the settings speak of.</summary>
internal static class Stores
{
    /// <summary>The store that takes what is new.</summary>
    public static IBlobStore Current(Settings settings) => Make(settings, settings.BlobsStore);

    /// <summary>The other one, where there may be something in it: contents are moved from one to the other while the service runs.</summary>
    public static IEnumerable<IBlobStore> Former(Settings settings) => settings.BlobsStore switch
    {
        StoreKind.S3 when HasFiles(settings) => [Make(settings, StoreKind.FileSystem)],
        StoreKind.FileSystem when settings.S3 is not null => [Make(settings, StoreKind.S3)],
        _ => [],
    };

    /// <summary>Its <see cref="IBlobStore.Name"/>.</summary>
    public static string NameOf(StoreKind kind) => kind == StoreKind.S3 ? S3BlobStore.StoreName : FileSystemBlobStore.StoreName;

    /// <summary>Whether the store of files was ever used here. It makes its folders where they are missing.</summary>
    public static bool HasFiles(Settings settings) => Directory.Exists(Path.Join(settings.BlobsDirectory, "blobs"));

    /// <summary>What passes by the service, as the settings say.</summary>
    public static DirectStores Direct(Settings settings, BlobStores stores)
    {
        var current = stores.Current as IDirectBlobStore;
        return new(settings.UploadsMode == UploadMode.Direct ? current : null, settings.DownloadsMode == DownloadMode.Redirect ? current : null);
    }

    /// <summary>How long a URL lives at most that leads to bytes; none leads to files of the file system.</summary>
    public static TimeSpan LongestUrl(Settings settings) => settings.S3 is null ? TimeSpan.Zero : DirectStores.LongestDownloadLife;

    /// <summary>Looks whether a bucket can be used, and makes it where it is missing.</summary>
    /// <exception cref="SettingsException">It can't. A store that does not answer at all may come later.</exception>
    public static async Task PrepareAsync(BlobStores stores, CancellationToken ct)
    {
        foreach (var store in stores.All)
        {
            try
            {
                await store.PrepareAsync(ct);
            }
            catch (BlobStoreRefusedException e)
            {
                throw new SettingsException($"Blobs__S3 leads to a store that refuses us: {e.Message}");
            }
            catch (BlobStoreUnavailableException)
            {
                // The service says that it is not ready until the store is.
            }
        }
    }

    private static IBlobStore Make(Settings settings, StoreKind kind)
    {
        if (kind == StoreKind.S3) return new S3BlobStore(settings.S3!);
        try
        {
            Directory.CreateDirectory(settings.BlobsDirectory);
            return new FileSystemBlobStore(settings.BlobsDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"Blobs__Directory takes a folder that this user may write: {e.Message}");
        }
    }
}
