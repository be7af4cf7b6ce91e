using DocMgmt.Drive.Paging;
using MediatR;

namespace DocMgmt.Drive.Trash;

/// <summary>Lists the trash with what each thing in it takes: of a folder, counted when it is first seen there, known from then on.</summary>
public sealed class TrashLists(IMediator mediator, TimeProvider clock)
{
    // A page of very large folders is counted by the lists that follow.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<Paged<TrashedItem>> ListAsync(ListTrash.Query query, CancellationToken ct)
    {
        var list = await mediator.Send(query, ct);
        var began = clock.GetTimestamp();
        foreach (var folder in list.Data.Where(i => i.ItemCount is null))
        {
            if (clock.GetElapsedTime(began) > Patience) break;
            if (await mediator.Send(new MeasureTrash.Command(folder.Id), ct) is { } size) (folder.TotalBytes, folder.ItemCount) = (size.TotalBytes, size.ItemCount);
        }

        return list;
    }
}
