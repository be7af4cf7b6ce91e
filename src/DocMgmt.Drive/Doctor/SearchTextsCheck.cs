using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using MediatR;

namespace DocMgmt.Drive.Doctor;

/// <summary>Each item is found by its name, its description and its tags, where it is. Words are split here again, so rows are read in portions, each of one moment.</summary>
internal sealed class SearchTextsCheck(DoctorDb db, IMediator mediator) : IMending
{
    private const int Portion = 5_000;

    public string Name => "search_texts";

    public async Task<Examined> ExamineAsync(Look look, CancellationToken ct)
    {
        var (faults, looked) = (new Faults(), 0L);
        for (List<IndexedItem> items = [new()]; items.Count > 0;)
        {
            items = await db.ListAsync<IndexedItem>($"{IndexedItem.Select} AND i.id > @After ORDER BY i.id LIMIT @Portion", new { After = items[^1].Id, Portion }, ct);
            foreach (var item in items.Where(i => !i.IsRight))
                faults.Add(item.Form is null ? $"item {item.Id} is found by nothing" : $"item {item.Id} is found by other words, or in another place, than it has");
            look.Done(looked += items.Count);
        }

        for (List<IndexTags.Row> tags = [new(0, "", null)]; tags.Count > 0;)
        {
            tags = await db.ListAsync<IndexTags.Row>("SELECT id, name, name_text FROM tags WHERE id > @After ORDER BY id LIMIT @Portion", new { After = tags[^1].Id, Portion }, ct);
            foreach (var tag in tags.Where(t => !t.IsRight)) faults.Add($"tag {tag.Id} is found by other words than it has");
            looked += tags.Count;
        }

        return faults.Of(looked);
    }

    public async Task<long> MendAsync(Look look, CancellationToken ct) =>
        await mediator.SendAllAsync(after => new IndexItems.Command(after, All: true), ct) + await mediator.SendAllAsync(after => new IndexTags.Command(after), ct);
}
