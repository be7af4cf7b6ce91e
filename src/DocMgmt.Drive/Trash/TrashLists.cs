using DocMgmt.Drive.Paging;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Lists the trash with what each thing in it takes: counted when a folder is first seen there, known from then on.</summary>
public sealed class TrashLists(IMediator mediator)
{
    public async Task<Paged<TrashedItem>> ListAsync(ListTrash.Query query, CancellationToken ct)
    {
        var list = await mediator.Send(query, ct);
        var uncounted = list.Data.Where(i => i.ItemCount is null).ToDictionary(i => i.Id);
        if (uncounted.Count == 0) return list;
        foreach (var (id, bytes, count) in await mediator.Send(new MeasureTrash.Command([.. uncounted.Keys]), ct))
            (uncounted[id].TotalBytes, uncounted[id].ItemCount) = (bytes, count);
        return list;
    }
}
