using Amazon.S3;
using Amazon.S3.Model;
using DocMgmt.Blobs.S3;

namespace DocMgmt.Tests.Harness;

/// <summary>What lies in a service's store, for tests that look at it or do something to it behind the service's back. Both kinds of store use the same names: <c>blobs/ab/…</c>, <c>staging/…</c>.</summary>
internal abstract class StoredObjects
{
    /// <summary>The names that begin so, in order.</summary>
    public abstract string[] List(string prefix);

    public abstract byte[] Read(string name);
    public abstract void Write(string name, byte[] content);
    public abstract void Delete(string name);

    /// <summary>Makes everything that is staged , and each piece, look as if it was last written two days ago.</summary>
    public abstract void Age();

    public bool Exists(string name) => List(name).Contains(name, StringComparer.Ordinal);
    public void Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));
}

internal sealed class StoredFiles(string root) : StoredObjects
{
    public override string[] List(string prefix)
    {
        var folder = Path.Combine(root, prefix[..(prefix.LastIndexOf('/') + 1)]);
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(root, f))
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    public override byte[] Read(string name) => File.ReadAllBytes(Path.Combine(root, name));
    public override void Write(string name, byte[] content) => File.WriteAllBytes(Path.Combine(root, name), content);
    public override void Delete(string name) => File.Delete(Path.Combine(root, name));

    // Files have the real time, whatever the service's clock says.
    public override void Age()
    {
        foreach (var name in List("staging/").Concat(List("pieces/"))) File.SetLastWriteTimeUtc(Path.Combine(root, name), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-2));
    }
}

/// <param name="client">Disposed of by its owner.</param>
/// <param name="hooks">The service's store; nobody can make an object of a bucket look older.</param>
internal sealed class BucketObjects(AmazonS3Client client, S3Options options, HookedStore? hooks) : StoredObjects
{
    public override string[] List(string prefix) => Wait(ListAsync(prefix));

    public override byte[] Read(string name) => Wait(ReadAsync(name));

    public override void Write(string name, byte[] content) => Wait(client.PutObjectAsync(new()
    {
        BucketName = options.Bucket, Key = name, InputStream = new MemoryStream(content), UseChunkEncoding = false,
    }));

    public override void Delete(string name) => Wait(client.DeleteObjectAsync(options.Bucket, name));
    public override void Age() => (hooks ?? throw new InvalidOperationException("This service's store has no hooks.")).StagedBefore = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(1);

    private async Task<string[]> ListAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var found in client.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = options.Bucket, Prefix = prefix }).S3Objects) names.Add(found.Key);
        return [.. names];
    }

    private async Task<byte[]> ReadAsync(string name)
    {
        using var found = await client.GetObjectAsync(options.Bucket, name);
        var bytes = new MemoryStream();
        await found.ResponseStream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static T Wait<T>(Task<T> task) => Task.Run(() => task).GetAwaiter().GetResult();
}
