using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Search;

/// <summary>Writes what items are found by, where that is missing or was written by other rules: of those that were there before search was. Holds the items' rows meanwhile.</summary>
internal static class IndexItems
{
    /// <param name="All">Looks at all items, and writes anew whatever is not right.</param>
    public sealed record Command(long After, bool All = false) : ICommand<Batch>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Batch>
    {
        // Where nothing is to be done a statement reads no more ids than these, so that none of them lasts.
        private const int Window = 10_000;

        public async Task<Batch> Handle(Command command, CancellationToken ct)
        {
            var items = await db.ListAsync<IndexedItem>($"""
                {IndexedItem.Select} AND i.id > @After AND i.id <= @After + @Window AND (@All OR s.form IS DISTINCT FROM @Form)
                ORDER BY i.id
                LIMIT @Size
                FOR NO KEY UPDATE OF i
                """, new { command.After, command.All, SearchWords.Form, Batch.Size, Window }, ct);
            var wrong = items.Where(i => !i.IsRight).ToList();
            foreach (var item in wrong) db.Index(item.Id, item.Name, item.Description);
            if (items.Count == Batch.Size) return new(wrong.Count, items[^1].Id);
            var end = command.After + Window;
            return new(wrong.Count, end < await db.SingleAsync<long>("SELECT COALESCE(max(id), 0) FROM items", null, ct) ? end : null);
        }
    }
}
