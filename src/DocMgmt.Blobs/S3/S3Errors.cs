using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace DocMgmt.Blobs.S3;

/// <summary>What a store's failures mean.</summary>
internal static class S3Errors
{
    private static readonly string[] Full = ["QuotaExceeded", "XMinioStorageFull", "InsufficientStorage", "XMinioAdminBucketQuotaExceeded"];

    /// <summary>Runs something against the store, within a time.</summary>
    /// <exception cref="BlobStoreUnavailableException">The store is away, too slow, or refuses us.</exception>
    /// <exception cref="BlobStoreFullException">It has no room left.</exception>
    /// <exception cref="AmazonS3Exception">Only about what was asked for: see <see cref="IsAbsent"/> and <see cref="IsRefused"/>.</exception>
    public static async Task<T> GuardAsync<T>(TimeSpan within, Func<CancellationToken, Task<T>> run, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(within);
        try
        {
            return await run(limit.Token);
        }
        catch (AmazonS3Exception e) when (IsAbsent(e) || IsRefused(e))
        {
            throw;
        }
        catch (AmazonServiceException e) when (e.StatusCode == HttpStatusCode.InsufficientStorage || Full.Contains(e.ErrorCode, StringComparer.Ordinal))
        {
            throw new BlobStoreFullException(e);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or IOException)
        {
            ct.ThrowIfCancellationRequested();
            throw new BlobStoreUnavailableException($"The S3 store does not answer as it should: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw new BlobStoreUnavailableException($"The S3 store did not answer within {within.TotalSeconds:0} s.", e);
        }
    }

    /// <summary>Whether the object, or the multipart upload, is not there. A bucket that is not there is another failure.</summary>
    public static bool IsAbsent(AmazonServiceException e) => e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode is not "NoSuchBucket";

    /// <summary>Whether a condition of the request did not hold.</summary>
    public static bool IsRefused(AmazonServiceException e) => e.StatusCode == HttpStatusCode.PreconditionFailed;
}
