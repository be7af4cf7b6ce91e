using System.Globalization;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Archives;

/// <summary>
/// Files and folders as one stream, made while it is sent: what is read ahead is a page of the list and a piece of one content. What can't be read is named in
/// its ERRORS.txt and spoils nothing else. No connection to the database is held while bytes are sent.
/// </summary>
public sealed class Archive
{
    // For so long a page's word is taken for who may read what is on it, and where it is.
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly IMediator mediator;
    private readonly ContentBytes contents;
    private readonly TimeProvider clock;
    private readonly IReadOnlyList<AdmitToArchive.Top> tops;
    private readonly ArchiveFormat format;
    private readonly TopNames names = new();
    private readonly MissingFiles missing = new();

    internal Archive(IMediator mediator, ContentBytes contents, TimeProvider clock, IReadOnlyList<AdmitToArchive.Top> tops, ArchiveFormat format, string fileName) =>
        (this.mediator, this.contents, this.clock, this.tops, this.format, FileName) = (mediator, contents, clock, tops, format, fileName);

    /// <summary>What to save it as.</summary>
    public string FileName { get; }

    public string ContentType => format == ArchiveFormat.Zip ? "application/zip" : "application/x-tar";

    /// <summary>Writes it, once, in order, and all of it when this returns; what was written before an exception is recognised as cut off. Each of the things that
    /// it is asked of is noted as downloaded before a byte of it is written; the stream is flushed when that is done for the first.</summary>
    /// <param name="output">Is only written to, never sought in, and stays open.</param>
    public async Task WriteAsync(Stream output, CancellationToken ct)
    {
        IArchiveWriter writer = format == ArchiveFormat.Zip ? await ZipWriter.OfAsync(output, ct) : TarStreamWriter.Of(output);
        foreach (var top in tops)
        {
            var name = names.Take(top.Name.Length == 0 ? Archiver.Unnamed : EntryName.Step(top.Name, top.Id, top.IsFolder), top.IsFolder);
            try
            {
                var begun = await mediator.Send(new BeginArchived.Query(top.Id, format), ct);
                if (top == tops[0]) await output.FlushAsync(ct); // what comes next may take its time
                if (top.IsFolder) await WriteFolderAsync(writer, begun, name, ct);
                else await WriteFileAsync(writer, name, top.Id, begun, clock.UtcNow(), ct);
            }
            catch (Problem problem) when (problem.Status < 500)
            {
                missing.Add(name, problem);
            }
        }

        if (missing.Any) await writer.AddFileAsync(names.TakeApart("ERRORS.txt"), "text/plain", clock.UtcNow(), missing.Read(), ct);
        await writer.EndAsync(ct);
    }

    private async Task WriteFolderAsync(IArchiveWriter writer, ArchivedItem top, string name, CancellationToken ct)
    {
        var chain = new FolderChain($"{name}/");
        await writer.AddFolderAsync(chain.Path, top.ModifiedAt, ct);
        var next = new ListForArchive.Query(top.Id, "", DateTime.UnixEpoch, 0);
        try
        {
            for (var more = true; more;)
            {
                var (page, listedAt) = (await mediator.Send(next, ct), clock.UtcNow());
                foreach (var item in page)
                {
                    if (item.IsFolder)
                    {
                        chain.Enter(item);
                        next = next with { AfterPlace = item.Place, AfterCreatedAt = DateTime.UnixEpoch, AfterId = 0 };
                        await writer.AddFolderAsync(chain.Path, item.ModifiedAt, ct);
                    }
                    else
                    {
                        next = next with { AfterCreatedAt = item.CreatedAt, AfterId = item.Id };
                        await WriteFileAsync(writer, chain.Path + EntryName.Step(item.Name, item.Id, isFolder: false), top.Id, item, listedAt, ct);
                    }
                }

                more = page.Count == ListForArchive.PageSize;
            }
        }
        catch (Problem problem) when (problem.Status < 500)
        {
            missing.Add($"{name}/", $"Incomplete: from {chain.Path} on, the rest is gone, or nothing that you may read any more.");
        }
    }

    private async Task WriteFileAsync(IArchiveWriter writer, string path, long topId, ArchivedItem item, DateTime listedAt, CancellationToken ct)
    {
        if (item.VersionId is null)
        {
            await writer.AddFileAsync(path, MimeType.Unknown, item.ModifiedAt, Stream.Null, ct);
            return;
        }

        FindContent.Content content;
        Stream bytes;
        try
        {
            (content, bytes) = await contents.OpenAsync(async again =>
                (again || clock.UtcNow() - listedAt > Fresh ? await mediator.Send(new FindArchived.Query(topId, item.Id), ct) : item).Content() ?? throw Problems.NotFound, ct, suspects: !missing.AreMany);
        }
        catch (Problem problem)
        {
            missing.Add(path, problem);
            return;
        }
        catch (IOException)
        {
            missing.Add(path, MissingFiles.Unreadable);
            return;
        }

        await using (bytes)
        {
            var whole = new WholeContent(bytes, content.SizeBytes);
            await writer.AddFileAsync(path, content.MimeType, content.CreatedAt, whole, ct);
            if (whole.BrokenAt is not { } broken) return;
            missing.Add(path, string.Create(CultureInfo.InvariantCulture, $"Incomplete: of its {content.SizeBytes} bytes only the first {broken} could be read; the others are zeros."));
            if (!missing.AreMany) await contents.SuspectAsync(content, ct);
        }
    }
}
