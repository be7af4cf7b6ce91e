using DocMgmt.Api.Rest;
using DocMgmt.Api.Pages.Language;
using DocMgmt.Api.Pages.Parts;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Api.Pages;

/// <summary>What a visit finds, as a page. What the visitor may do was said by the gate; here is only how it looks.</summary>
internal sealed class SharePages
{
    private const long MostShownText = 512 * 1024; // a longer one would keep a phone busy; it has a tab of its own
    private const string Descending = "-";
    private static readonly string[] Pictures = ["image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", "image/x-icon", "image/vnd.microsoft.icon"];

    private readonly Visit visit;
    private readonly HttpRequest request;
    private readonly string server;
    private readonly Words words;
    private readonly string link;
    private readonly LinkUrls urls;

    /// <param name="server">As clients reach it, without a slash at the end.</param>
    public SharePages(Visit visit, HttpRequest request, string server)
    {
        (this.visit, this.request, this.server, words) = (visit, request, server, Languages.Of(request));
        link = LinkAddress.Relative(request);
        urls = new(link, visit, unlock: null); // a cookie has it
    }

    /// <summary>The place's page: a file, a folder or a drop.</summary>
    public async Task<PageAnswer> ShowAsync(LinkPlace place, CancellationToken ct)
    {
        var (order, cursor) = ((string?)request.Query["order"] ?? "name", (string?)request.Query["cursor"]);
        var (item, list) = await visit.ShowAsync(place, new(null, null, cursor, Parameters.Order(order), FoldersFirst: true), ct);
        if (visit.PermissionType == LinkLevel.Write) return Drop(item);
        return list is null ? File(item) : Folder(item, list, order, isFirst: cursor is null);
    }

    /// <summary>A drop's page after a form brought a file.</summary>
    public PageAnswer Received(Dropped file) => PageAnswer.Of<ReceivedPage>(words.ReceivedTitle, new ReceivedModel(file, link), StatusCodes.Status201Created);

    private PageAnswer File(VisitedItem item)
    {
        var preview = item.SizeBytes > 0 ? urls.Preview(item) : null; // of nothing there is nothing to see
        var shows = preview is null ? null : Shown(item);
        if (visit.LimitsDownloads)
        {
            // What takes a download waits until it is asked for. The rest is fetched in parts, of which each would take one: it has a tab of its own, or is downloaded.
            if (shows is not (PreviewKind.Image or PreviewKind.Text)) (shows, preview) = (null, visit.AllowDownload ? null : preview);
            else if (request.Query["show"] != "true") (shows, preview) = (null, urls.To("", item, ("show", "true")));
        }

        return PageAnswer.Of<FilePage>(ShownName.Of(item.ItemName), new FileModel(item, Facts(item), urls.Download(item), preview, shows, visit.LimitsDownloads));
    }

    private static PreviewKind? Shown(VisitedItem item) => item.MimeType!.Split(';')[0] switch
    {
        Previews.Pdf => PreviewKind.Pdf,
        var type when Pictures.Contains(type) => PreviewKind.Image,
        var type when type.StartsWith("audio/", StringComparison.Ordinal) => PreviewKind.Audio,
        var type when type.StartsWith("video/", StringComparison.Ordinal) => PreviewKind.Video,
        var type when type.StartsWith("text/", StringComparison.Ordinal) && item.SizeBytes <= MostShownText => PreviewKind.Text,
        _ => null,
    };

    private PageAnswer Folder(VisitedItem folder, Paged<VisitedItem> list, string order, bool isFirst)
    {
        var kinds = new HashSet<FileKind>();
        var rows = list.Data.Select(item => new FolderRow(item, FileKinds.Of(item.Type, item.MimeType), kinds.Add(FileKinds.Of(item.Type, item.MimeType)), urls.To("", item), urls.Download(item))).ToList();
        var zip = urls.Download(folder);
        SortLink[] sorts = [Sort(words.Name, "name", "name"), Sort(words.Size, "size", "size"), Sort(words.Changed, "updated_at", "day")];
        return PageAnswer.Of<FolderPage>(ShownName.Of(folder.ItemName), new FolderModel(
            folder, Facts(folder), rows, list.Total!.Value, sorts, zip, zip is null ? null : Archive(folder), isFirst ? null : urls.To("", folder, ("order", order)),
            list.NextCursor is { } next ? urls.To("", folder, ("order", order), ("cursor", next)) : null));

        SortLink Sort(string label, string field, string column) => order == field ? new(label, column, Ordered($"{Descending}{field}"), "ascending")
            : new(label, column, Ordered(field), order == $"{Descending}{field}" ? "descending" : null);

        string Ordered(string by) => urls.To("", folder, ("order", by));
    }

    private string Archive(VisitedItem folder) => urls.To("/archive", folder, ("format", "tar"));

    private PageAnswer Drop(VisitedItem folder) => PageAnswer.Of<DropPage>(words.DropTitle(ShownName.Of(folder.ItemName)), new DropModel(
        folder.ItemName, Facts(folder), urls.Content(folder)!, urls.Form(folder)!, visit.MaxUploadBytes, visit.AllowedTypes));

    private LinkFacts Facts(VisitedItem item) => new(LinkAddress.Absolute(server, visit.Token), visit.Key is not null, visit.ExpiresAt, visit.AllowDownload, Way(item.Path));

    /// <summary>From the link's folder to what is shown.</summary>
    private List<Crumb> Way(string path)
    {
        if (path == "/") return [];
        var names = path[1..].Split('/');
        var way = new List<Crumb> { new(ShownName.Of(visit.RootName), link) };
        for (var i = 0; i < names.Length; i++)
        {
            var isHere = i == names.Length - 1;
            way.Add(new(ShownName.Of(names[i]), isHere ? null : $"{link}{QueryString.Create("path", $"/{string.Join('/', names[..(i + 1)])}")}"));
        }

        return way;
    }
}
