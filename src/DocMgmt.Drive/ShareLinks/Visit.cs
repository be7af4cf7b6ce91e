using DocMgmt.Blobs;
using DocMgmt.Drive.Archives;
using DocMgmt.Drive.Direct;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Resumable;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>A visitor whom <see cref="ShareGate"/> let in, and all that they can do. Each deed counts with the link and is in the audit log before its answer is sent.</summary>
public sealed class Visit(IMediator mediator, Caller caller, Downloads downloads, Uploads uploads, Archiver archiver, DropTurns turns, ResumableUploads resumable)
{
    private FindShareLink.Found link = new();

    public Guid Token => link.Token;

    /// <summary>What the link's item is called.</summary>
    public string RootName => link.ItemName!;

    /// <summary>Null where the link has no password.</summary>
    public UnlockKey? Key { get; private set; }
    public LinkLevel PermissionType => link.Level;
    public DateTime? ExpiresAt => link.ExpiresAt;

    /// <summary>Whether contents can be downloaded, beyond being shown.</summary>
    public bool AllowDownload => link is { AllowDownload: true, Level: LinkLevel.Read };

    /// <summary>Whether the link ends after so many downloads, of which everything that sends content takes one.</summary>
    public bool LimitsDownloads => link.MaxDownloads is not null;
    public long? MaxUploadBytes => link.MaxUploadBytes;
    public IReadOnlyList<string>? AllowedTypes => link.AllowedTypes;

    /// <summary>
    /// Whether contents may be fetched from the store by a URL: whoever has one fetches as often as they like while it is good, whatever the link's password
    /// has become or how many downloads it has left.
    /// </summary>
    public bool MayFetch => link is { PasswordHash: null, MaxDownloads: null };

    /// <summary>How long a URL is good by which a content is fetched from the store: not longer than the link.</summary>
    public TimeSpan FetchLife(TimeProvider clock) => link.ExpiresAt is { } end
        ? TimeSpan.FromSeconds(Math.Clamp((end - clock.GetUtcNow().UtcDateTime).TotalSeconds, 1, DirectStores.RedirectLife.TotalSeconds))
        : DirectStores.RedirectLife;

    /// <summary>Once, when the gate lets the caller of this scope in.</summary>
    internal Visit Begin(FindShareLink.Found opened, UnlockKey? key)
    {
        caller.ComeIn(new(opened.Id, (Level)opened.Level, opened.Level == LinkLevel.Write ? opened.CreatedBy : null));
        (link, Key) = (opened, key);
        return this;
    }

    /// <exception cref="Problem">404; 403 <c>link_takes_files_only</c> for any other place than the link's own.</exception>
    public async Task<VisitedItem> LookAsync(LinkPlace place, CancellationToken ct)
    {
        var item = await PlaceAsync(place, ct);
        await CountAsync(VisitKind.Read, item.Id, null, ct);
        return item;
    }

    /// <summary>What is directly in a folder.</summary>
    /// <exception cref="Problem">404, 400 <c>parent_not_a_folder</c>, 400 <c>cursor_invalid</c>, 403.</exception>
    public async Task<Paged<VisitedItem>> ListAsync(LinkPlace place, LinkPage page, CancellationToken ct)
    {
        var id = await IdAsync(place, ct);
        var list = await ChildrenAsync(id, page, ct);
        await CountAsync(VisitKind.Read, id, new { list = true }, ct);
        return list;
    }

    /// <summary>Both at once, as one visit; the list is null where there is none to see.</summary>
    /// <exception cref="Problem">404; 400 <c>cursor_invalid</c>; 403 <c>link_takes_files_only</c> for any other place than the link's own.</exception>
    public async Task<(VisitedItem Item, Paged<VisitedItem>? List)> ShowAsync(LinkPlace place, LinkPage page, CancellationToken ct)
    {
        var item = await PlaceAsync(place, ct);
        var list = item.Type == ItemType.Folder && link.Level == LinkLevel.Read ? await ChildrenAsync(item.Id, page, ct) : null;
        await CountAsync(VisitKind.Read, item.Id, list is null ? null : new { list = true }, ct);
        return (item, list);
    }

    /// <summary>A file's content, to be disposed of by the caller.</summary>
    /// <inheritdoc cref="Downloads.OpenAsync"/>
    public async Task<(FindContent.Content Content, Stream? Bytes)> DownloadAsync(
        LinkPlace place, Func<FindContent.Content, bool> reveals, Func<FindContent.Content, bool> elsewhere, CancellationToken ct)
    {
        MayDownload();
        return await FindAsync(await IdAsync(place, ct), reveals, MayFetch ? elsewhere : _ => false, preview: false, ct);
    }

    /// <summary>The same of what a browser shows without running it, also where a link lets people look only.</summary>
    /// <exception cref="Problem">409 <c>no_preview</c>.</exception>
    /// <inheritdoc cref="Downloads.OpenAsync"/>
    public async Task<(FindContent.Content Content, Stream Bytes)> PreviewAsync(LinkPlace place, Func<FindContent.Content, bool> reveals, CancellationToken ct)
    {
        var id = await IdAsync(place, ct);
        var (content, bytes) = await FindAsync(id, reveals, _ => false, preview: true, ct, content => Previews.CanShow(content.MimeType) ? null : Problems.NoPreview(content.MimeType));
        return (content, bytes!);
    }

    /// <summary>A folder with all that is below it, or a file, as an archive.</summary>
    /// <param name="reveals">Whether it will be sent: not HEAD.</param>
    /// <exception cref="Problem">404, 403 <c>download_not_allowed</c>, <c>link_takes_files_only</c>.</exception>
    public async Task<Archive> ArchiveAsync(LinkPlace place, ArchiveFormat format, bool reveals, CancellationToken ct)
    {
        MayDownload();
        var id = await IdAsync(place, ct);
        var archive = await archiver.OpenAsync([id], format, null, reveals, ct);
        await CountAsync(reveals ? VisitKind.Download : VisitKind.Read, id, new { archive = format.ToString().ToLowerInvariant() }, ct);
        return archive;
    }

    /// <summary>Puts a file into the link's folder; under another name where that one is taken, which the answer does not tell.</summary>
    /// <param name="sizeBytes">As announced; null when the visitor does not know it.</param>
    /// <exception cref="Problem">403 <c>link_takes_no_files</c>, <c>quota_exceeded</c>; 410 <c>link_used_up</c>; 413, 415, 422 as for any upload; 503 <c>link_busy</c>.</exception>
    public async Task<Dropped> DropAsync(string itemName, long? sizeBytes, Sha256Hash? checksum, Stream content, CancellationToken ct)
    {
        MayDrop();
        // Its type is by its name and content: what a stranger says of it opens no door.
        var upload = new UploadRequest(link.ItemId, itemName, sizeBytes, null, checksum, OnConflict.Rename) { Terms = DropTerms };
        using var turn = await turns.TakeAsync(link.Id, caller.Network, ct);
        var done = await uploads.ReceiveAsync(upload, content, ct);
        return new(ItemName.Normalize(itemName), done.SizeBytes!.Value, done.Checksum!.Value);
    }

    /// <summary>The same in several requests: uploads that go into the link's folder, under its terms.</summary>
    /// <exception cref="Problem">403 <c>link_takes_no_files</c>.</exception>
    public ResumableUploads DropInPieces()
    {
        MayDrop();
        return resumable.In(new(link.ItemId, DropTerms, ct => turns.TakeAsync(link.Id, caller.Network, ct)));
    }

    private UploadTerms DropTerms => new(link.MaxUploadBytes, link.AllowedTypes);

    private void MayDrop()
    {
        if (link.Level != LinkLevel.Write) throw Problems.LinkTakesNoFiles;
    }

    private async Task<(FindContent.Content Content, Stream? Bytes)> FindAsync(
        long itemId, Func<FindContent.Content, bool> reveals, Func<FindContent.Content, bool> elsewhere, bool preview, CancellationToken ct,
        Func<FindContent.Content, Problem?>? refuse = null)
    {
        var (content, bytes) = await downloads.FindAsync(itemId, null, reveals, elsewhere, ct);
        try
        {
            if (refuse?.Invoke(content) is { } refusal) throw refusal;
            await CountAsync(reveals(content) ? VisitKind.Download : VisitKind.Read, itemId, new { version_id = content.VersionId, version_number = content.VersionNumber, preview }, ct);
            return (content, bytes);
        }
        catch
        {
            if (bytes is not null) await bytes.DisposeAsync();
            throw;
        }
    }

    private async Task<VisitedItem> PlaceAsync(LinkPlace place, CancellationToken ct)
    {
        if (link.Level == LinkLevel.Read) return VisitedItem.Of(await ItemAsync(place, ct));
        return place == LinkPlace.Own ? new() { Id = link.ItemId!.Value, ItemName = link.ItemName!, Type = link.Type } : throw Problems.LinkTakesFilesOnly;
    }

    private async Task<Paged<VisitedItem>> ChildrenAsync(long folderId, LinkPage page, CancellationToken ct)
    {
        var list = await mediator.Send(new ListItems.Query(folderId, null, null, page.Number, page.Size, page.Cursor, page.Order, page.FoldersFirst), ct);
        return new([.. list.Data.Select(VisitedItem.Of)], list.Page, list.PageSize, list.Total, list.HasNext, list.NextCursor);
    }

    private async Task CountAsync(VisitKind kind, long itemId, object? metadata, CancellationToken ct)
    {
        await mediator.Send(new CountVisit.Command(kind, itemId, metadata), ct);
        caller.Visit!.Took |= kind == VisitKind.Download;
    }

    private void MayDownload()
    {
        if (link is { AllowDownload: false, Level: LinkLevel.Read }) throw Problems.DownloadNotAllowed;
    }

    private async Task<long> IdAsync(LinkPlace place, CancellationToken ct) =>
        place.Path is null && link.Level == LinkLevel.Read ? place.ItemId ?? link.ItemId!.Value : (await ItemAsync(place, ct)).Id;

    private async Task<Item> ItemAsync(LinkPlace place, CancellationToken ct) => (link.Level, place) switch
    {
        (LinkLevel.Write, _) => throw Problems.LinkTakesFilesOnly,
        (_, { ItemId: not null, Path: not null }) => throw Problems.Invalid("path", "Say path or item_id, not both."),
        (_, { Path: { } path }) => await mediator.Send(new GetItemByPath.Query(path.StartsWith('/') ? path : $"/{path}"), ct),
        _ => await mediator.Send(new GetItem.Query(place.ItemId ?? link.ItemId!.Value), ct),
    };
}
