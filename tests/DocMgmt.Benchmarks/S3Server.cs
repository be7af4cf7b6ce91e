using System.Diagnostics;

namespace DocMgmt.Benchmarks;

/// <summary>A Ceph RADOS gateway that keeps its objects in memory, by <c>scripts/s3-rgw.sh</c>.</summary>
internal sealed class S3Server : IDisposable
{
    private const int Port = 27_300; // and 40 after it
    private readonly Process process;

    private S3Server(Process process) => this.process = process;

    public static async Task<S3Server> StartAsync(string script)
    {
        var process = Process.Start(new ProcessStartInfo(script, [Path.Combine(Path.GetTempPath(), $"docmgmt-s3-{Guid.NewGuid():N}"), $"{Port}"])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
            Environment = { ["S3_ACCESS_KEY"] = "key", ["S3_SECRET_KEY"] = "secret", ["S3_BYTES"] = $"{10L << 30}" },
        })!;
        return await process.StandardOutput.ReadLineAsync() == "ready" ? new(process) : throw new InvalidOperationException("The S3 server does not start: ./bench.sh installs Debian's.");
    }

    /// <summary>What a service is told of a bucket of its own.</summary>
    public static string[] Settings() =>
    [
        "Blobs__Store=S3", $"Blobs__S3__ServiceUrl=http://127.0.0.1:{Port}", $"Blobs__S3__Bucket=bench-{Guid.NewGuid():N}", "Blobs__S3__AccessKey=key", "Blobs__S3__SecretKey=secret",
    ];

    /// <summary>It ends when its input does.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
