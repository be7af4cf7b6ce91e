using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace DocMgmt.Blobs.S3;

/// <summary>How the client library talks to a store.</summary>
internal static class S3Config
{
    private const int Retries = 3;

    /// <param name="address">Null: Amazon's, by the region.</param>
    public static AmazonS3Config Of(S3Options options, Uri? address)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            // Stores that are not Amazon's don't know the checksums that are the default.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = S3Bucket.ServerSide,
            ThrottleRetries = false,
        };
        if (address is null) config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        else (config.ServiceURL, config.ForcePathStyle) = (address.ToString(), true);
        return config;
    }
}
