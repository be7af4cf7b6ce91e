using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using DocMgmt.Blobs.S3;
using DocMgmt.Tests.Harness;

[assembly: AssemblyFixture(typeof(DocMgmt.Tests.S3.S3Server))]

namespace DocMgmt.Tests.S3;

/// <summary>
/// A Ceph RADOS gateway, started when the first test wants a bucket. It ends with this process, however that ends. Where it can't be had, such
/// tests are skipped.
/// </summary>
public sealed class S3Server : IAsyncLifetime
{
    public const string AccessKey = "testaccess", SecretKey = "testsecret1234567890", Region = "default";

    private const int Ports = 41;
    private static readonly string[] Programs = ["/usr/bin/radosgw", "/usr/bin/ceph-mon", "/usr/bin/ceph-osd"];
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim starting = new(1);
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("docmgmt-s3-");
    private Process? process;

    /// <summary>Whether there is a gateway on this machine.</summary>
    public static bool IsInstalled => Programs.All(File.Exists);

    public Uri Address { get; private set; } = null!;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        folder.Delete(recursive: true);
        starting.Dispose();
    }

    /// <summary>An empty bucket of a test's own.</summary>
    /// <param name="serviceUrl">Where it is reached, if not directly.</param>
    public async Task<S3Options> NewBucketAsync(Uri? serviceUrl = null)
    {
        await StartAsync();
        var bucket = $"test-{Guid.NewGuid():N}";
        using var client = Client();
        await client.PutBucketAsync(bucket);
        return new(serviceUrl ?? Address, null, bucket, AccessKey, SecretKey, Region, Path.Combine(folder.FullName, "spool"));
    }

    /// <summary>For what a test does behind the store's back.</summary>
    public AmazonS3Client Client() => new(new BasicAWSCredentials(AccessKey, SecretKey), new AmazonS3Config
    {
        ServiceURL = Address.ToString(), ForcePathStyle = true, AuthenticationRegion = Region,
        RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
    });

    /// <summary>Starts it where it is not started yet; skips the test where there is none.</summary>
    public async Task StartAsync()
    {
        Assert.SkipUnless(IsInstalled, "There is no Ceph RADOS gateway: ./test.sh installs Debian's.");
        await starting.WaitAsync();
        try
        {
            if (process is not null) return;
            var port = FreePorts();
            var info = new ProcessStartInfo(Path.Combine(Generated.Root, "scripts", "s3-rgw.sh"), [Path.Combine(folder.FullName, "rgw"), $"{port}"])
            {
                UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, Environment = { ["S3_ACCESS_KEY"] = AccessKey, ["S3_SECRET_KEY"] = SecretKey },
            };
            var started = Process.Start(info)!;
            var line = await started.StandardOutput.ReadLineAsync().WaitAsync(LongestStart);
            Assert.Equal("ready", line);
            (process, Address) = (started, new($"http://127.0.0.1:{port}"));
        }
        finally
        {
            starting.Release();
        }
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
