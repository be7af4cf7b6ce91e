using DocMgmt.Drive.Items;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Rest;

/// <summary>An item behind a link, as a visitor sees it.</summary>
internal class SharedItemAnswer
{
    public long Id { get; init; }
    public string ItemName { get; init; } = "";
    public ItemType Type { get; init; }
    public long? SizeBytes { get; init; }
    public string? MimeType { get; init; }

    /// <summary>From the link's item, which is <c>/</c>, downwards.</summary>
    public string Path { get; init; } = "/";
    public DateTime? UpdatedAt { get; init; }

    /// <summary>A file's content; of a folder, all of it as an archive. Null where the link lets people look only, and while a file has none.</summary>
    public string? DownloadUrl { get; init; }

    /// <summary>The content to be shown; null where browsers can't, or would run it.</summary>
    public string? PreviewUrl { get; init; }
}

/// <summary>What a link opens, and on what terms.</summary>
internal sealed class SharedLinkAnswer : SharedItemAnswer
{
    public LinkLevel PermissionType { get; set; }
    public DateTime? ExpiresAt { get; set; }
    public bool AllowDownload { get; set; }

    /// <summary>Lists what is in the link's folder; null where there is nothing to list.</summary>
    public string? ItemsUrl { get; set; }

    /// <summary>PUT a file there with its item_name; null where the link takes none.</summary>
    public string? UploadUrl { get; set; }
    public long? MaxUploadBytes { get; set; }
    public IReadOnlyList<string>? AllowedTypes { get; set; }

    /// <summary>Goes in place of the password, as <c>unlock</c> in the address or as X-Share-Unlock; all URLs above have it. Null where no password is needed.</summary>
    public string? UnlockToken { get; set; }
    public DateTime? UnlockExpiresAt { get; set; }
}

/// <summary>Makes these answers of what a visit found.</summary>
/// <param name="server">Without a slash at the end.</param>
/// <param name="key">Which the answer may tell: not one that a browser keeps from scripts.</param>
internal sealed class SharedAnswers(string server, Visit visit, UnlockKey? key)
{
    private readonly LinkUrls urls = new(LinkAddress.Absolute(server, visit.Token), visit, key?.Token);

    public SharedLinkAnswer Link(VisitedItem item)
    {
        var answer = Of<SharedLinkAnswer>(item);
        (answer.PermissionType, answer.ExpiresAt, answer.AllowDownload) = (visit.PermissionType, visit.ExpiresAt, visit.AllowDownload);
        answer.ItemsUrl = urls.Items(item);
        (answer.UploadUrl, answer.MaxUploadBytes, answer.AllowedTypes) = (urls.Content(item), visit.MaxUploadBytes, visit.AllowedTypes);
        (answer.UnlockToken, answer.UnlockExpiresAt) = (key?.Token, key?.ExpiresAt);
        return answer;
    }

    public SharedItemAnswer Item(VisitedItem item) => Of<SharedItemAnswer>(item);

    private T Of<T>(VisitedItem item)
        where T : SharedItemAnswer, new() => new()
    {
        Id = item.Id, ItemName = item.ItemName, Type = item.Type, SizeBytes = item.SizeBytes, MimeType = item.MimeType, Path = item.Path, UpdatedAt = item.UpdatedAt,
        DownloadUrl = urls.Download(item), PreviewUrl = urls.Preview(item),
    };
}
