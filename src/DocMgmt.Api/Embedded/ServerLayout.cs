using System.Security.Cryptography;
using System.Text;

namespace DocMgmt.Api.Embedded;

/// <summary>
/// Where everything of the private PostgreSQL is:
/// <code>
/// &lt;data&gt;/
///   host.lock            held by the one host that uses this folder
///   host.pid             who that is, for messages
///   postgres/            the cluster; a link to &lt;fallback&gt;/&lt;hash of the data folder&gt;/postgres where its user can't reach this folder
///   postgres.tmp-*/      a cluster in the making
///   postgres-run/        the socket; in /tmp where this path is too long for one
///   postgres.password    of both roles, mode 0600
///   postgres.log         what the server says; postgres.log.1 is the part before
/// </code>
/// </summary>
internal sealed class ServerLayout(EmbeddedPostgresOptions options)
{
    private const string ClusterName = "postgres";

    /// <summary>The data folder, absolute.</summary>
    public string Data { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.DataDirectory));

    public string Password => Path.Join(Data, "postgres.password");
    public string Log => Path.Join(Data, "postgres.log");

    /// <summary>The folder's own name for its cluster, wherever that is.</summary>
    public string ClusterOrLink => Path.Join(Data, ClusterName);

    /// <summary>Where the cluster is or will be.</summary>
    public string Cluster { get; private set; } = "";

    public string RunFolder => Path.Join(Path.GetDirectoryName(Cluster), "postgres-run");

    /// <summary>Decides where the cluster is. An existing one decides by itself, so that a change of rights never begins an empty database.</summary>
    /// <returns>Whether it has to be elsewhere than in the data folder.</returns>
    public async Task<bool> LocateAsync(DatabaseUser user, CancellationToken ct)
    {
        Cluster = Path.GetFullPath(new DirectoryInfo(ClusterOrLink).LinkTarget ?? ClusterOrLink, Data);
        if (Cluster != ClusterOrLink)
        {
            return Directory.Exists(Cluster) ? true : throw new EmbeddedPostgresException(
                $"The database of {Data} is gone: {ClusterOrLink} links to {Cluster}, which is not there. "
                + "Restore it, or remove the link to begin an empty one.");
        }

        if (Directory.Exists(Cluster) || await user.CanReachAsync(Data, ct)) return false;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Data)))[..16];
        Cluster = Path.Join(Path.GetFullPath(options.FallbackDirectory), hash, ClusterName);
        return true;
    }
}
