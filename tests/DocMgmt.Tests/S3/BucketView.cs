using Amazon.S3.Model;
using DocMgmt.Soak.Service;

namespace DocMgmt.Tests.S3;

/// <summary>The store of a service process that has a bucket of its own.</summary>
internal sealed class BucketView : IStoreView
{
    private BucketView()
    {
    }

    private string Bucket => Settings.Single(s => s.Name == "Blobs__S3__Bucket").Value;

    public IReadOnlyList<(string Name, string Value)> Settings { get; } =
        [.. S3Server.Instance.Settings().Select(s => s.Split('=', 2)).Select(s => (s[0], s[1])), ("Uploads__Mode", "Proxy"), ("Downloads__Mode", "Proxy")];

    public static async Task<BucketView> NewAsync()
    {
        await S3Server.Instance.StartAsync();
        return new();
    }

    public async Task<Dictionary<string, long>> ListAsync(string prefix)
    {
        var found = new Dictionary<string, long>(StringComparer.Ordinal);
        await foreach (var one in S3Server.Instance.Client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = Bucket, Prefix = prefix }).S3Objects) found[one.Key[prefix.Length..]] = one.Size ?? 0;
        return found;
    }

    public async Task<byte[]> ReadAsync(string name)
    {
        using var found = await S3Server.Instance.Client.GetObjectAsync(Bucket, name);
        using var bytes = new MemoryStream();
        await found.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    /// <summary>Nobody makes an object of a bucket look older.</summary>
    public bool AgeStaged() => false;
}
