using DocMgmt.Drive.Paging;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Lists the trash with what each thing in it takes: of a folder, counted when it is first seen there, known from then on.</summary>
public sealed class TrashLists(IMediator mediator)
{
    /// <summary>After so many items one list counts no further folder: those that follow go on.</summary>
    private const long MostCounted = 100_000;

    public async Task<Paged<TrashedItem>> ListAsync(ListTrash.Query query, CancellationToken ct)
    {
        var list = await mediator.Send(query, ct);
        var counted = 0L;
        foreach (var folder in list.Data.Where(i => i.ItemCount is null))
        {
            if (counted >= MostCounted) break;
            if (await mediator.Send(new MeasureTrash.Command(folder.Id), ct) is not { } size) continue;
            (folder.TotalBytes, folder.ItemCount) = (size.TotalBytes, size.ItemCount);
            counted += size.ItemCount;
        }

        return list;
    }
}
