using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;

namespace DocMgmt.Blobs.S3;

/// <summary>
/// One bucket: the few requests that the store makes, each bounded in time, repeated by the client library where that is safe, with failures told
/// as <see cref="S3Errors"/> has them.
/// </summary>
internal sealed class S3Bucket : IDisposable
{
    private static readonly TimeSpan Rounding = TimeSpan.FromSeconds(1); // the client library rounds up
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(15), Transfer = TimeSpan.FromMinutes(5);

    /// <summary>The longest of all.</summary>
    public static readonly TimeSpan ServerSide = TimeSpan.FromMinutes(10);

    private readonly AmazonS3Client client;
    private readonly AmazonS3Client signer;
    private readonly string bucket;
    private readonly bool overTls;

    public S3Bucket(S3Options options)
    {
        (bucket, ComparesHashes, LongestSilence) = (options.Bucket, options.ComparesHashes, options.LongestSilence);
        var credentials = new BasicAWSCredentials(options.AccessKey, options.SecretKey);
        client = new(credentials, S3Config.Of(options, options.ServiceUrl));
        signer = new(credentials, S3Config.Of(options, options.PublicUrl ?? options.ServiceUrl));
        overTls = options.ServiceUrl?.Scheme != Uri.UriSchemeHttp;
        PublicScheme = (options.PublicUrl ?? options.ServiceUrl)?.Scheme == Uri.UriSchemeHttp ? Protocol.HTTP : Protocol.HTTPS;
    }

    private Protocol PublicScheme { get; }

    public bool ComparesHashes { get; }
    public TimeSpan LongestSilence { get; }

    public Task<GetObjectMetadataResponse?> HeadAsync(string name, CancellationToken ct) => FindAsync(Short, limited => client.GetObjectMetadataAsync(
        new GetObjectMetadataRequest { BucketName = bucket, Key = name, ChecksumMode = ComparesHashes ? ChecksumMode.ENABLED : null }, limited), ct);

    /// <summary>An object; null when there is none. A bucket that is gone is another failure, and not the object's.</summary>
    public async Task<GetObjectMetadataResponse?> FindAsync(string name, CancellationToken ct) =>
        await HeadAsync(name, ct) is { } found ? found : await ExistsAsync(ct) ? null : throw Missing();

    /// <summary>The object's bytes from <paramref name="start"/> to <paramref name="end"/>, both included; null when it is gone, or is another one by now.</summary>
    public Task<GetObjectResponse?> GetAsync(string name, string etag, long start, long end, CancellationToken ct) => FindAsync(Short, limited =>
        client.GetObjectAsync(new GetObjectRequest { BucketName = bucket, Key = name, EtagToMatch = etag, ByteRange = new ByteRange(start, end) }, limited), ct);

    /// <param name="content">Seekable: what fails is sent again.</param>
    /// <param name="place">A value for <see cref="S3Names.Place"/>.</param>
    /// <param name="onlyNew">Whether an object of that name is to stay.</param>
    /// <returns>False when it stayed.</returns>
    public async Task<bool> PutAsync(string name, Stream content, CancellationToken ct, string? place = null, bool onlyNew = false)
    {
        var request = new PutObjectRequest
        {
            BucketName = bucket, Key = name, InputStream = content, AutoCloseStream = false, AutoResetStreamPosition = true,
            UseChunkEncoding = false, DisablePayloadSigning = overTls, IfNoneMatch = onlyNew ? "*" : null,
        };
        if (place is not null) request.Metadata[S3Names.Place] = place;
        return await FindAsync(Transfer, limited => client.PutObjectAsync(request, limited), ct) is not null || (onlyNew ? false : throw Astray());
    }

    public Task DeleteAsync(string name, CancellationToken ct) => FindAsync(Short, limited => client.DeleteObjectAsync(bucket, name, limited), ct);

    /// <summary>Copies inside the store, one request; false when the source is gone, or has another tag by now.</summary>
    public async Task<bool> CopyAsync(string source, string etag, string target, CancellationToken ct) => await FindAsync(ServerSide, limited => client.CopyObjectAsync(
        new CopyObjectRequest
        {
            SourceBucket = bucket, SourceKey = source, ETagToMatch = etag, DestinationBucket = bucket, DestinationKey = target,
            MetadataDirective = S3MetadataDirective.REPLACE,
        }, limited), ct) is not null;

    public async IAsyncEnumerable<S3Object> ListAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (string? token = null; ;)
        {
            var request = new ListObjectsV2Request { BucketName = bucket, Prefix = prefix, ContinuationToken = token };
            var page = await AskAsync(Transfer, limited => client.ListObjectsV2Async(request, limited), ct);
            foreach (var found in page.S3Objects ?? []) yield return found;
            if (page.IsTruncated != true) yield break;
            token = page.NextContinuationToken;
        }
    }

    public async Task<string> StartMultipartAsync(string name, CancellationToken ct) => (await AskAsync(Short, limited =>
        client.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = bucket, Key = name }, limited), ct)).UploadId;

    /// <param name="content">Seekable: what fails is sent again.</param>
    public async Task<PartETag> PutPartAsync(string name, string uploadId, int number, Stream content, CancellationToken ct)
    {
        var request = new UploadPartRequest
        {
            BucketName = bucket, Key = name, UploadId = uploadId, PartNumber = number, InputStream = content, PartSize = content.Length,
            UseChunkEncoding = false, DisablePayloadSigning = overTls,
        };
        return new(number, (await AskAsync(Transfer, limited => client.UploadPartAsync(request, limited), ct)).ETag);
    }

    /// <summary>Copies a part inside the store; null when the source is gone, or has another tag by now.</summary>
    public async Task<PartETag?> CopyPartAsync(string source, string etag, string target, string uploadId, int number, long start, long end, CancellationToken ct) =>
        await FindAsync(ServerSide, limited => client.CopyPartAsync(
            new CopyPartRequest
            {
                SourceBucket = bucket, SourceKey = source, ETagToMatch = [etag], DestinationBucket = bucket, DestinationKey = target, UploadId = uploadId,
                PartNumber = number, FirstByte = start, LastByte = end,
            }, limited), ct) is { } part ? new(number, part.ETag) : null;

    /// <summary>False when there is no such upload (any more), or the parts are not its own.</summary>
    public async Task<bool> CompleteMultipartAsync(string name, string uploadId, List<PartETag> parts, CancellationToken ct)
    {
        try
        {
            await S3Errors.GuardAsync(ServerSide, limited => client.CompleteMultipartUploadAsync(
                new CompleteMultipartUploadRequest { BucketName = bucket, Key = name, UploadId = uploadId, PartETags = parts }, limited), ct);
            return true;
        }
        catch (Exception e) when ((e is AmazonS3Exception told && S3Errors.IsAbsent(told))
            || e is BlobStoreUnavailableException { InnerException: AmazonS3Exception { ErrorCode: "InvalidPart" or "InvalidPartOrder" or "EntityTooSmall" or "MalformedXML" } })
        {
            return false;
        }
    }

    /// <summary>One that is not there is not an error.</summary>
    public Task AbortMultipartAsync(string name, string uploadId, CancellationToken ct) =>
        FindAsync(Short, limited => client.AbortMultipartUploadAsync(bucket, name, uploadId, limited), ct);

    /// <summary>Aborts it, if that can be done.</summary>
    public async Task GiveUpAsync(string name, string uploadId)
    {
        try
        {
            await AbortMultipartAsync(name, uploadId, CancellationToken.None);
        }
        catch (IOException)
        {
            // What made the transfer fail is on its way to the caller and must not be hidden by this; clean-up aborts it.
        }
    }

    /// <summary>Multipart uploads that were neither completed nor aborted.</summary>
    public async IAsyncEnumerable<MultipartUpload> ListMultipartsAsync(string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        for (ListMultipartUploadsResponse? page = null; page is null or { IsTruncated: true };)
        {
            var request = new ListMultipartUploadsRequest { BucketName = bucket, Prefix = prefix, KeyMarker = page?.NextKeyMarker, UploadIdMarker = page?.NextUploadIdMarker };
            page = await AskAsync(Transfer, limited => client.ListMultipartUploadsAsync(request, limited), ct);
            foreach (var upload in page.MultipartUploads ?? []) yield return upload;
        }
    }

    /// <summary>Whether the bucket is there.</summary>
    public async Task<bool> ExistsAsync(CancellationToken ct) =>
        await FindAsync(Short, limited => client.HeadBucketAsync(new HeadBucketRequest { BucketName = bucket }, limited), ct) is not null;

    public Task CreateAsync(CancellationToken ct) =>
        AskAsync(Short, limited => client.PutBucketAsync(new PutBucketRequest { BucketName = bucket, UseClientRegion = false }, limited), ct);

    /// <summary>A URL by which whoever has it makes that one request.</summary>
    public Uri Sign(GetPreSignedUrlRequest request, TimeSpan life)
    {
        (request.BucketName, request.Protocol, request.Expires) = (bucket, PublicScheme, TimeProvider.System.GetUtcNow().UtcDateTime + life - Rounding);
        return new(signer.GetPreSignedURL(request));
    }

    public void Dispose()
    {
        client.Dispose();
        signer.Dispose();
    }

    private BlobStoreUnavailableException Missing() => new($"The bucket {bucket} is missing.");

    private static BlobStoreUnavailableException Astray() => new("The S3 store says that there is nothing where it was asked to write or to look.");

    /// <summary>For requests of which no answer says that something is not there.</summary>
    private static async Task<T> AskAsync<T>(TimeSpan within, Func<CancellationToken, Task<T>> run, CancellationToken ct)
        where T : class => await FindAsync(within, run, ct) ?? throw Astray();

    private static async Task<T?> FindAsync<T>(TimeSpan within, Func<CancellationToken, Task<T>> run, CancellationToken ct)
        where T : class
    {
        try
        {
            return await S3Errors.GuardAsync(within, run, ct);
        }
        catch (AmazonS3Exception e) when (S3Errors.IsAbsent(e) || S3Errors.IsRefused(e))
        {
            return null;
        }
    }
}
