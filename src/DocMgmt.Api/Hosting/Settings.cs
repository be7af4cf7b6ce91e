using System.Net;
using DocMgmt.Blobs.S3;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Users;
using StackExchange.Redis;

namespace DocMgmt.Api.Hosting;

/// <summary>
/// The installation's settings, all of them, read and judged once at start. In the environment <c>Auth:Registration</c> is
/// <c>Auth__Registration</c>; the README lists them.
/// </summary>
public sealed record Settings
{
    private const long GiB = 1L << 30;

    /// <summary>Where clients reach the service; null: whatever each request was sent to.</summary>
    public Uri? PublicUrl { get; private init; }

    /// <summary>Proxies whose word on address, scheme and host of a request is taken: addresses or networks.</summary>
    public IReadOnlyList<IPNetwork> TrustedProxies { get; private init; } = [];

    /// <summary>How long a client may take nothing of what was sent to it.</summary>
    public TimeSpan StalledAfter { get; private init; }

    /// <summary>Absolute.</summary>
    public string DataDirectory { get; private init; } = "";

    /// <summary>Absolute.</summary>
    public string BlobsDirectory { get; private init; } = "";

    /// <summary>Which store takes what is new.</summary>
    public StoreKind BlobsStore { get; private init; }

    /// <summary>Null: there is no bucket.</summary>
    public S3Options? S3 { get; private init; }

    /// <summary>Whether announced uploads go straight to the store.</summary>
    public UploadMode UploadsMode { get; private init; }

    /// <summary>Whether downloads come straight from the store.</summary>
    public DownloadMode DownloadsMode { get; private init; }

    /// <summary>How long a content stays that nothing refers to.</summary>
    public TimeSpan BlobsGrace { get; private init; }

    /// <summary>How long the trash keeps things.</summary>
    public TimeSpan TrashRetention { get; private init; }

    /// <summary>Whether a change of an item must say which state of it it changes.</summary>
    public bool ItemsRequireIfMatch { get; private init; }

    /// <summary>How many blobs the integrity scrub hashes in a night.</summary>
    public long BlobsScrubPerNight { get; private init; }

    /// <summary>Null: the embedded PostgreSQL.</summary>
    public string? Postgres { get; private init; }

    /// <summary>What nodes share by; null: there is one node.</summary>
    public ConfigurationOptions? Redis { get; private init; }
    public string AdminEmail { get; private init; } = "";

    /// <summary>Null: generated, and shown once.</summary>
    public string? AdminPassword { get; private init; }
    public RegistrationMode Registration { get; private init; }

    /// <summary>Null: generated, and kept in the data folder.</summary>
    public string? SigningKey { get; private init; }
    public TimeSpan AccessTokenLife { get; private init; }
    public int PasswordIterations { get; private init; }
    public long UploadsMaxBytes { get; private init; }
    public IReadOnlyList<string> UploadsAllowedTypes { get; private init; } = [];
    public InstantUploads UploadsInstantAcrossUsers { get; private init; }
    public long DefaultQuotaBytes { get; private init; }

    /// <summary>Who reads /metrics sends it as a bearer token; null: anybody may.</summary>
    public string? MetricsToken { get; private init; }
    public ReadAuditMode AuditReads { get; private init; }

    /// <summary>Whole months before the present one that events are kept; null: for good.</summary>
    public int? AuditRetentionMonths { get; private init; }

    /// <summary>Absolute; made where it is missing.</summary>
    public string AuditSealKey { get; private init; } = "";

    /// <exception cref="SettingsException">It can't be made.</exception>
    public void MakeDataDirectory()
    {
        try
        {
            Directory.CreateDirectory(DataDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"Data__Directory takes a folder that this user may write: {e.Message}");
        }
    }

    /// <exception cref="SettingsException">A setting that is wrong or unknown; the message names it and says what it takes.</exception>
    public static Settings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration);
        var data = reader.Folder("Data:Directory", ".data");
        var store = reader.OneOf("Blobs:Store", StoreKind.FileSystem);
        var settings = new Settings
        {
            PublicUrl = reader.Url("Server:PublicUrl"),
            TrustedProxies = reader.Networks("Server:TrustedProxies"),
            StalledAfter = TimeSpan.FromSeconds(reader.Number("Server:StalledSeconds", 60, 1, 3_600)),
            DataDirectory = data,
            BlobsDirectory = reader.Folder("Blobs:Directory", data),
            BlobsStore = store,
            S3 = S3Settings.Read(reader, store == StoreKind.S3, Path.Combine(data, "spool")),
            UploadsMode = S3Settings.Mode(reader, "Uploads:Mode", UploadMode.Direct, UploadMode.Proxy, store),
            DownloadsMode = S3Settings.Mode(reader, "Downloads:Mode", DownloadMode.Redirect, DownloadMode.Proxy, store),
            BlobsGrace = TimeSpan.FromHours(reader.Number("Blobs:GraceHours", 24, 0, 24 * 366)),
            ItemsRequireIfMatch = reader.Flag("Items:RequireIfMatch"),
            TrashRetention = TimeSpan.FromDays(reader.Number("Trash:RetentionDays", 30, 0, 36_500)),
            BlobsScrubPerNight = reader.Number("Blobs:ScrubPerNight", 10_000, 1, 1_000_000_000),
            Postgres = reader.ConnectionString("ConnectionStrings:Postgres"),
            Redis = reader.RedisOptions("ConnectionStrings:Redis"),
            AdminEmail = reader.Email("Admin:Email", "admin@localhost"),
            AdminPassword = reader.Text("Admin:Password", Passwords.MinLength, Passwords.MaxLength),
            Registration = reader.OneOf("Auth:Registration", RegistrationMode.Closed),
            SigningKey = reader.Text("Auth:SigningKey", minLength: 32),
            AccessTokenLife = TimeSpan.FromMinutes(reader.Number("Auth:AccessTokenMinutes", 60, 1, 24 * 60)),
            PasswordIterations = (int)reader.Number("Auth:PasswordIterations", Passwords.DefaultIterations, 1_000, 10_000_000),
            UploadsMaxBytes = reader.Number("Uploads:MaxBytes", 1024 * GiB, 0, long.MaxValue),
            UploadsAllowedTypes = reader.MimeTypes("Uploads:AllowedTypes"),
            UploadsInstantAcrossUsers = reader.OneOf("Uploads:InstantAcrossUsers", InstantUploads.Proof),
            DefaultQuotaBytes = reader.Number("Users:DefaultQuotaBytes", 10 * GiB, 0, long.MaxValue),
            MetricsToken = reader.Text("Metrics:Token"),
            AuditReads = reader.OneOf("Audit:Reads", ReadAuditMode.Buffered),
            AuditRetentionMonths = (int)reader.Number("Audit:RetentionMonths", 0, 0, 1_200) is > 0 and var months ? months : null,
            AuditSealKey = Path.GetFullPath(reader.Text("Audit:SealKey") ?? Path.Combine(data, "audit-seal.pem")),
        };
        reader.ListenAddresses();
        reader.RefuseUnknown();
        return settings;
    }
}

/// <summary>A setting is wrong; the service does not start.</summary>
public sealed class SettingsException(string message) : Exception(message);
