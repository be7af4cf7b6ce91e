using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using DocMgmt.Blobs.S3;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.S3;

/// <summary>
/// The S3 server of <c>TEST_S3</c> (its address with both keys, <c>http://key:secret@127.0.0.1:9000</c>), on which buckets <c>test-…</c> are left; else a
/// Ceph RADOS gateway, started when the first test wants a bucket. It ends with this process, however that ends. Where it can't be had, such tests are skipped.
/// </summary>
internal sealed class S3Server
{
    public static readonly S3Server Instance = new();

    private const int Ports = 41;
    private const string Region = "us-east-1";
    private static readonly string[] Programs = ["/usr/bin/radosgw", "/usr/bin/ceph-mon", "/usr/bin/ceph-osd"];
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly Uri? given = Environment.GetEnvironmentVariable("TEST_S3") is { Length: > 0 } address ? new(address) : null;
    private readonly string accessKey = "testaccess", secretKey = "testsecret1234567890";
    private readonly string folder = Path.Combine(Path.GetTempPath(), $"docmgmt-s3-{Guid.NewGuid():N}"); // the script's to remove
    private readonly Lazy<Task> started;
    private readonly Lazy<AmazonS3Client> client;

    // Kept, or its input would be closed when it is collected.
    private Process? gateway;

    private S3Server()
    {
        if (given?.UserInfo.Split(':') is [var access, var secret]) (accessKey, secretKey) = (Uri.UnescapeDataString(access), Uri.UnescapeDataString(secret));
        started = new(StartOnceAsync);
        client = new(() => new(new BasicAWSCredentials(accessKey, secretKey), new AmazonS3Config
        {
            ServiceURL = Address.ToString(), ForcePathStyle = true, AuthenticationRegion = Region,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        }));
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>For what a test does behind the store's back.</summary>
    public AmazonS3Client Client => client.Value;

    /// <summary>Those of a service with a bucket of its own, which it makes.</summary>
    /// <param name="serviceUrl">Where it is reached, if not directly.</param>
    public string[] Settings(Uri? serviceUrl = null) =>
    [
        "Blobs__Store=S3", $"Blobs__S3__ServiceUrl={serviceUrl ?? Address}", $"Blobs__S3__Bucket=test-{Guid.NewGuid():N}",
        $"Blobs__S3__AccessKey={accessKey}", $"Blobs__S3__SecretKey={secretKey}", $"Blobs__S3__Region={Region}",
    ];

    /// <summary>An empty bucket of a test's own.</summary>
    /// <param name="serviceUrl">Where it is reached, if not directly.</param>
    public async Task<S3Options> NewBucketAsync(Uri? serviceUrl = null)
    {
        await StartAsync();
        var bucket = $"test-{Guid.NewGuid():N}";
        await Client.PutBucketAsync(bucket);
        return new(serviceUrl ?? Address, null, bucket, accessKey, secretKey, Region, Path.Combine(folder, "spool"));
    }

    /// <summary>Starts it where it is not started yet; skips the test where there is none.</summary>
    public Task StartAsync() => started.Value;

    private async Task StartOnceAsync()
    {
        if (given is not null)
        {
            Address = new(given.GetLeftPart(UriPartial.Authority).Replace($"{given.UserInfo}@", "", StringComparison.Ordinal));
            return;
        }

        Assert.SkipUnless(Programs.All(File.Exists), "There is no Ceph RADOS gateway: ./test.sh installs Debian's.");
        var port = FreePorts();
        // Its standard input ends with this process.
        var process = Process.Start(new ProcessStartInfo(Path.Combine(Generated.Root, "scripts", "s3-rgw.sh"), [folder, $"{port}"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { ["S3_ACCESS_KEY"] = accessKey, ["S3_SECRET_KEY"] = secretKey },
        })!;
        Assert.Equal("ready", await process.StandardOutput.ReadLineAsync().WaitAsync(LongestStart));
        (gateway, Address) = (process, new($"http://127.0.0.1:{port}"));
    }

    /// <summary>The first of as many ports as the gateway takes, none of which anybody listens on.</summary>
    private static int FreePorts()
    {
        // Below those that the system gives out.
        for (; ;)
        {
            var first = Random.Shared.Next(100, 300) * 100;
            if (Enumerable.Range(first, Ports).All(IsFree)) return first;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
