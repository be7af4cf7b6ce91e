using DocMgmt.Blobs.S3;

namespace DocMgmt.Api.Hosting;

/// <summary>How the bytes of announced uploads come.</summary>
public enum UploadMode
{
    /// <summary>From the client straight to the store.</summary>
    Direct,

    /// <summary>Through the service.</summary>
    Proxy,
}

/// <summary>How the bytes of downloads go.</summary>
public enum DownloadMode
{
    /// <summary>The client is sent to the store, where that is possible.</summary>
    Redirect,

    /// <summary>Through the service.</summary>
    Proxy,
}

/// <summary>Reads what the settings say of a bucket.</summary>
internal static class S3Settings
{
    private const string Section = "Blobs:S3:";

    // Amazon's rules; others take more.
    private const int ShortestBucket = 3, LongestBucket = 63;

    /// <param name="needed">Whether there must be one.</param>
    /// <returns>Null where nothing is said of one.</returns>
    /// <exception cref="SettingsException">Something is missing.</exception>
    public static S3Options? Read(SettingsReader reader, bool needed, string spool)
    {
        var (service, open) = (reader.Url(Section + "ServiceUrl"), reader.Url(Section + "PublicUrl"));
        var (bucket, access, secret) = (reader.Text(Section + "Bucket", ShortestBucket, LongestBucket), reader.Text(Section + "AccessKey"), reader.Text(Section + "SecretKey"));
        var region = reader.Text(Section + "Region");
        if (!needed && bucket is null && service is null && access is null && secret is null) return null;
        return new(service, open, bucket ?? throw Missing("Bucket"), access ?? throw Missing("AccessKey"), secret ?? throw Missing("SecretKey"), region ?? "us-east-1", spool);
    }

    /// <summary>A way of transfer: straight from or to the store where that is a bucket, unless set otherwise.</summary>
    public static T Mode<T>(SettingsReader reader, string key, T straight, T through, StoreKind store)
        where T : struct, Enum
    {
        var mode = reader.OneOf(key, store == StoreKind.S3 ? straight : through);
        return store == StoreKind.S3 || !mode.Equals(straight) ? mode : throw SettingsReader.Wrong(key, $"takes {straight} only with Blobs__Store=S3");
    }

    private static SettingsException Missing(string name) => SettingsReader.Wrong(Section + name, "is needed for the S3 store");
}
