using DocMgmt.Api.Rest;
using DocMgmt.Blobs;
using DocMgmt.Drive.Archives;
using DocMgmt.Drive.Audit;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Doctor;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Groups;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Permissions;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using DocMgmt.Drive.Sessions;
using DocMgmt.Drive.ShareLinks;
using DocMgmt.Drive.Tags;
using DocMgmt.Drive.Transfers;
using DocMgmt.Drive.Trash;
using DocMgmt.Drive.Usage;
using DocMgmt.Drive.Users;
using DocMgmt.Drive.Versions;

namespace DocMgmt.Api.OpenApi;

/// <summary>One example of each type that is sent or answered. A test finds the types that have none.</summary>
internal static class Samples
{
    public const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    public const string Digest = "sha-256=:n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=:";
    public const string UnlockToken = "1767225600.47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";
    private const string Email = "alice@example.com", Password = "correct horse battery", RefreshToken = "Yh3kq1mB0fN7sVw2xJ4uR9tL";
    private static readonly DateTime Day = new(2026, 1, 31, 9, 30, 0, DateTimeKind.Utc);
    private static readonly DateTime End = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly Sha256Hash Sha256 = Sha256Hash.TryParse(Hash, out var hash) ? hash : default;

    private static readonly User User = new()
    {
        Id = 7, Email = Email, DisplayName = "Alice", StorageQuotaBytes = 10_737_418_240, StorageUsedBytes = 48_213, CreatedAt = Day, UpdatedAt = Day,
    };

    private static readonly Group Group = new() { Id = 51, Name = "Team", OwnerId = 7, MyRole = GroupRole.Owner, MemberCount = 2, CreatedAt = Day };
    private static readonly Tag Tag = new() { Id = 61, Name = "Finance", Color = "#1a73e8", UsageCount = 12 };
    private static readonly Member Member = new() { UserId = 8, DisplayName = "Bob", Role = GroupRole.Manager };
    private static readonly ListedItem Listed = Report<ListedItem>();
    private static readonly SearchRoutes.SearchAnswer SearchAnswer = new(
        [Report<SearchHit>()], 1, 20, 1, false, false, null, false,
        new Dictionary<string, IReadOnlyList<FacetValue>>(StringComparer.Ordinal) { ["type"] = [new("pdf", null, 1)], ["month"] = [new("2026-01", null, 1)] });
    private static readonly TrashedItem Trashed = new()
    {
        Id = 17, ItemName = "report.pdf", Type = ItemType.File, OwnerId = 7, ParentId = 15, FullPath = "/Work/report.pdf", SizeBytes = 48_213, MimeType = "application/pdf",
        Checksum = Sha256, CurrentVersionId = 23, VersionCount = 1, PermissionType = Level.Owner, ScanStatus = "not_scanned", CreatedBy = 7, CreatedAt = Day, UpdatedAt = Day,
        Revision = 3, TrashedAt = Day, TrashedBy = 7, ExpiresAt = Day.AddDays(30), TotalBytes = 48_213, ItemCount = 1,
    };
    private static readonly FileVersion Version = new()
    {
        Id = 23, ItemId = 17, VersionNumber = 1, SizeBytes = 48_213, MimeType = "application/pdf", Checksum = Sha256, IsCurrent = true, CreatedBy = 7, CreatedAt = Day,
    };

    private static readonly Job Job = new()
    {
        Id = 31, Kind = "purge", State = JobState.Running, Done = 120, Total = 500, Counts = new Dictionary<string, long>(StringComparer.Ordinal) { ["purged"] = 118, ["skipped"] = 2 },
        CreatedAt = Day, StartedAt = Day,
    };

    private static readonly Permission Permission = new() { Id = 41, ItemId = 17, UserId = 8, PermissionType = GrantLevel.Write, ExpiresAt = End, GrantedBy = 7, CreatedAt = Day };
    private static readonly SharedItem Shared = new()
    {
        Id = 17, ItemName = "report.pdf", Type = ItemType.File, OwnerId = 7, FullPath = "/report.pdf", SizeBytes = 48_213, MimeType = "application/pdf", Checksum = Sha256,
        CurrentVersionId = 23, VersionCount = 1, PermissionType = Level.Write, ScanStatus = "not_scanned", CreatedBy = 7, CreatedAt = Day, UpdatedAt = Day, Revision = 2,
        PermissionId = 41, GrantedBy = 7, GrantedAt = Day, ExpiresAt = End,
    };

    private static readonly OwnLink Link = new()
    {
        Id = 71, ItemId = 17, ItemName = "report.pdf", Token = new("a3c5f7e9-d2b4-4a1c-8e3f-9d7b2a5c1e4f"), Url = "https://docs.example.com/shared/a3c5f7e9-d2b4-4a1c-8e3f-9d7b2a5c1e4f",
        PermissionType = LinkLevel.Read, HasPassword = true, Label = "For the auditors", ExpiresAt = End, AllowDownload = true, MaxDownloads = 10, AccessCount = 3, DownloadCount = 1,
        LastAccessedAt = Day, CreatedBy = 7, CreatedAt = Day,
    };

    private static readonly ShareLink ItemLink = new()
    {
        Id = 71, ItemId = 17, Token = Link.Token, Url = Link.Url, PermissionType = LinkLevel.Read, HasPassword = true, Label = "For the auditors", ExpiresAt = End,
        AllowDownload = true, MaxDownloads = 10, AccessCount = 3, DownloadCount = 1, LastAccessedAt = Day, CreatedBy = 7, CreatedAt = Day,
    };

    private static readonly SharedItemAnswer Visited = new()
    {
        Id = 17, ItemName = "report.pdf", Type = ItemType.File, SizeBytes = 48_213, MimeType = "application/pdf", Path = "/report.pdf", UpdatedAt = Day,
        DownloadUrl = $"{Link.Url}/download?item_id=17", PreviewUrl = $"{Link.Url}/preview?item_id=17",
    };

    private static readonly FileUsage Usage = new(17, "report.pdf", 7, 48_213, 48_213, 1, Day);

    private static readonly LoggedEvent Event = new()
    {
        Id = 9876, ItemId = 17, UserId = 7, DisplayName = "Alice", Action = "rename", Details = """{"name":"report 2026.pdf","old_name":"report.pdf"}""", IpAddress = "203.0.113.9",
        UserAgent = "curl/8.5.0", RequestId = "0af7651916cd43dd8448eb211c80319c", CreatedAt = Day,
    };

    private static readonly Offer Offer = new(17, "report.pdf", ItemType.File, new(7, "Alice"), new(8, "Bob"), 48_213, GrantLevel.Write, Day, Day.AddDays(14));

    private static readonly Dictionary<Type, object> ByType = new object[]
    {
        SuccessResponse.Of("That was done."), "# TYPE docmgmt_uploads_total counter\ndocmgmt_uploads_total 3\n",
        new AuthRoutes.LoginBody(Email, Password), new AuthRoutes.RefreshBody(RefreshToken), new AuthRoutes.RegisterBody(Email, Password, "Alice"),
        new AuthRoutes.TokenResponse("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.e30.c2lnbmF0dXJl", "Bearer", 3_600, RefreshToken),
        new GetSession.Session
        {
            SessionId = new("0198c5a2-7c11-7d6e-9b3f-2f6f1c0d4e5a"), UserId = 7, Email = Email, DisplayName = "Alice", CreatedAt = Day, ExpiresAt = Day.AddDays(30),
        },
        User, new Paged<User>([User], 1, 50, 1, false, null),
        new UserRoutes.ProfileBody("Alice"), new UserRoutes.PasswordBody(Password, "a still better one"),
        new UserRoutes.NewUserBody(Email, Password, "Alice", Role.User, 10_737_418_240), new UserRoutes.UserBody("Alice", Disabled: false),
        Group, new Paged<Group>([Group], 1, 50, 1, false, null), Member, new Paged<Member>([Member], 1, 50, 1, false, null),
        new GroupRoutes.NewGroupBody("Team"), new GroupRoutes.GroupBody("Team", 8), new GroupRoutes.NewMemberBody(8, IsManager: true), new GroupRoutes.MemberBody(true),
        Report<Item>(), new Paged<ListedItem>([Listed], 1, 50, 1, false, null),
        new ItemChangeRoutes.UpdateBody("report 2026.pdf", true) { Description = new("For the meeting in May.", true) },
        new ItemChangeRoutes.MoveBody("report 2026.pdf", NameConflict.Rename) { ParentId = new(15, true) },
        new ItemChangeRoutes.CopyBody(15, "Copy of report.pdf"), new TrashRoutes.PurgeBody([4711, 4712]), new TrashRoutes.RestoreBody("report.pdf") { ParentId = new(15, true) }, new Paged<TrashedItem>([Trashed], 1, 50, 1, false, null),
        new PermissionRoutes.GrantBody(GrantLevel.Write, UserId: 8, ExpiresAt: new DateTimeOffset(End)), new PermissionRoutes.ChangeBody(GrantLevel.Read) { ExpiresAt = new(new DateTimeOffset(End), true) },
        Permission, new List<Permission> { Permission }, new Paged<SharedItem>([Shared], 1, 50, 1, false, null),
        ItemLink, new List<ShareLink> { ItemLink }, new Paged<OwnLink>([Link], 1, 50, 1, false, null), Visited, new Paged<SharedItemAnswer>([Visited], 1, 50, 1, false, null),
        new ShareLinkRoutes.NewLinkBody(Password: Password, ExpiresAt: new DateTimeOffset(End), Label: "For the auditors", MaxDownloads: 10),
        new ShareLinkRoutes.LinkBody(AllowDownload: true) { Password = new(Password, true), ExpiresAt = new(null, true) },
        new SharedRoutes.AccessBody(Password), new Dropped("report.pdf", 48_213, Sha256),
        new SharedLinkAnswer
        {
            Id = 17, ItemName = "report.pdf", Type = ItemType.File, SizeBytes = 48_213, MimeType = "application/pdf", Path = "/", UpdatedAt = Day,
            DownloadUrl = $"{Link.Url}/download?unlock={UnlockToken}", PreviewUrl = $"{Link.Url}/preview?unlock={UnlockToken}", PermissionType = LinkLevel.Read,
            ExpiresAt = End, AllowDownload = true, UnlockToken = UnlockToken, UnlockExpiresAt = Day.AddHours(1),
        },
        Offer, new List<Offer> { Offer }, new TransferRoutes.OfferBody(UserId: 8), new TransferRoutes.AcceptBody(15, "report 2026.pdf"),
        new AccessExplanation(17, 8, Level.Write, [new() { Level = Level.Write, Through = AccessThrough.Permission, PermissionId = 41, UserId = 8, ItemId = 17, ItemName = "report.pdf", ExpiresAt = End }]),
        new GetStorage.Storage { LogicalBytes = 96_426, VersionCount = 2, PhysicalBytes = 48_213, BlobCount = 1, DeduplicatedBytes = 48_213 },
        new ItemRoutes.CreateBody("Work", ItemType.Folder), Report<UploadedFile>(),
        new AnnouncedUploadRoutes.InitiateBody("report.pdf", 48_213, 15, "application/pdf", Sha256),
        new AnnouncedUploadRoutes.InitiateResponse(17, 23, "https://docs.example.com/v1/files/upload/23/content?expires=1767225600&signature=47DEQpj8", new Dictionary<string, string>(), null, false, Day.AddHours(1), null,
            "PUT the bytes to upload_url, then complete the upload."),
        new AnnouncedUploadRoutes.CompleteBody(23), new DownloadUrlRoutes.UrlsBody([new(17)]), new DownloadUrlRoutes.UrlsResponse(
            [new(17, 23, "https://docs.example.com/v1/files/17/content?version=23&user=7&session=0b5f5a1c2d3e4f506172839405162738&expires=1767225600&signature=47DEQpj8",
                "report.pdf", "application/pdf", 48_213, Hash, null)], Day.AddMinutes(15)), new AnnouncedUploadRoutes.UploadPartsResponse(
            [new(1, "https://docs.example.com/v1/files/upload/23/content?expires=1767225600&signature=47DEQpj8", 48_213)], 1, new Dictionary<string, string>(), Day.AddHours(1)), new ArchiveRoutes.ArchiveBody([17, 18], ArchiveFormat.Zip, "May 2026"),
        Version, new Paged<FileVersion>([Version], 1, 50, 1, false, null), new VersionRoutes.VersionBody(KeepForever: true) { Label = new("As signed", true) },
        new VersionPolicyRoutes.PolicyBody(10, 90), new VersionPolicy { FolderId = 15, KeepNewest = 10, KeepDailyDays = 90, UpdatedAt = Day },
        new DryRun(10, 90, Day.AddDays(200), 1, 1, 48_213, [new(17, "report.pdf", 23, 1, 48_213, Day)]),
        new BatchRoutes.BatchBody([new MoveOperation(17) { ParentId = new(15, true) }, new DeleteOperation(18)]),
        new BatchRoutes.BatchAnswer(1, 1, [new(200, Report<Item>(), null, null, null), new(404, null, null, null, ProblemWriter.Document(Problems.NotFound, "0af7651916cd43dd8448eb211c80319c"))]),
        new SearchRoutes.SearchBody("budget \"final report\" -draft type:pdf after:2026-01", Tags: ["finance"], Facets: ["type", "month"], PageSize: 20), SearchAnswer,
        new List<Suggestion> { new(17, "report.pdf", ItemType.File, "application/pdf", "/Work/report.pdf") },
        Tag, new List<Tag> { Tag }, new TagRoutes.NewTagBody("Finance", "#1a73e8"), new TagRoutes.TagBody("Finances") { Color = new("#1a73e8", true) }, new TagRoutes.MergeBody(62),
        new ItemTagRoutes.ItemTagsBody(TagIds: [61, 62]), new ItemTagRoutes.ItemTagBody(TagId: 61),
        new UsageReport(Day, 10_737_418_240, 48_213, 1, 1, 48_213, 0, 0, 0, 0, 0, 0, [new(FileKind.Pdf, 1, 48_213)], [new(15, "Work", 1, 48_213)], [Usage], [Usage], new(0, 0, [])),
        new TotalUsage(Day, 48_213, 1, 1, 48_213, 0, 0, 0, 0, 0, 0, [new(FileKind.Pdf, 1, 48_213)], [new(new(7, "Alice"), 48_213, 10_737_418_240)], [Usage with { ItemName = null }], [], new(0, 0, [])),
        new AuditRoutes.EventsAnswer([Event], 1, 50, 1, false, false, null),
        Job, new JobRoutes.RunBody(true), new List<JobRoutes.MaintenanceResponse>
        {
            new("blob-sweep", "Ends contents that nothing refers to.", "every 15 minutes", null, JobRoutes.LastRun.Of(Job), Day.AddMinutes(15)),
        },
        new DoctorReport([new("used_bytes", 1, ["drive 7 says 48213 bytes, its versions have 48214"])], new Dictionary<string, long>(StringComparer.Ordinal) { ["used_bytes"] = 12 }),
        new HealthRoutes.Health("ok", "DocMgmt", "0.1.0", 0, new Dictionary<string, HealthRoutes.Check>(StringComparer.Ordinal)
        {
            ["database"] = new("ok", 0.61), ["blobs"] = new("ok", 0.12),
        }),
    }.ToDictionary(sample => sample.GetType());

    public static object? Of(Type type) => ByType.GetValueOrDefault(type);

    private static T Report<T>()
        where T : Item, new() => new()
    {
        Id = 17, ItemName = "report.pdf", Type = ItemType.File, OwnerId = 7, ParentId = 15, FullPath = "/Work/report.pdf", SizeBytes = 48_213, MimeType = "application/pdf",
        Checksum = Sha256, CurrentVersionId = 23, VersionCount = 1, PermissionType = Level.Owner, ScanStatus = "not_scanned", CreatedBy = 7, CreatedAt = Day, UpdatedAt = Day,
        Revision = 2,
    };
}
