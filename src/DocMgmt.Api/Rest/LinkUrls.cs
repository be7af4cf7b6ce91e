using DocMgmt.Drive.Items;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Rest;

/// <summary>Where a link's visitor finds what; null where the link has no such thing.</summary>
/// <param name="link">The link's own address, absolute or not.</param>
/// <param name="unlock">What opens the link again, if it is to stand in the addresses.</param>
internal sealed class LinkUrls(string link, Visit visit, string? unlock)
{
    private bool Drops => visit.PermissionType == LinkLevel.Write;

    public string? Items(VisitedItem folder) => folder.Type == ItemType.Folder && !Drops ? To("/items", folder) : null;
    public string? Content(VisitedItem folder) => Drops ? To("/content", folder) : null;
    public string? Form(VisitedItem folder) => Drops ? To("/upload", folder) : null;
    public string? Download(VisitedItem item) => !visit.AllowDownload ? null : item.Type == ItemType.Folder ? To("/archive", item) : item.HasContent ? To("/download", item) : null;
    public string? Preview(VisitedItem item) => item.CanPreview ? To("/preview", item) : null;

    /// <param name="deed">What comes after the token: <c>/download</c>, or nothing.</param>
    public string To(string deed, VisitedItem item, params ReadOnlySpan<(string Name, string Value)> more)
    {
        var query = QueryString.Empty;
        if (item.Path != "/") query = query.Add("item_id", $"{item.Id}");
        if (unlock is not null) query = query.Add("unlock", unlock);
        foreach (var (name, value) in more) query = query.Add(name, value);
        return $"{link}{deed}{query}";
    }
}
