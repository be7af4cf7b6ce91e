using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Search;

/// <summary>Splits the names of tags into words, where that is not done or not right.</summary>
internal static class IndexTags
{
    public sealed record Command(long After) : ICommand<Batch>
    {
        public Access Access => Access.Job;
    }

    /// <summary>A tag, and the words that it is found by.</summary>
    internal sealed record Row(long Id, string Name, string? NameText)
    {
        public bool IsRight => NameText == SearchWords.Of(Name);
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, Batch>
    {
        public async Task<Batch> Handle(Command command, CancellationToken ct)
        {
            var tags = await db.ListAsync<Row>(
                "SELECT id, name, name_text FROM tags WHERE id > @After ORDER BY id LIMIT @Size FOR NO KEY UPDATE", new { command.After, Batch.Size }, ct);
            var wrong = tags.Where(t => !t.IsRight).ToList();
            if (wrong.Count > 0)
            {
                await db.ExecuteAsync("UPDATE tags g SET name_text = x.name_text FROM unnest(@Ids, @Texts) AS x (id, name_text) WHERE g.id = x.id",
                    new { Ids = wrong.Select(t => t.Id).ToArray(), Texts = wrong.Select(t => SearchWords.Of(t.Name)).ToArray() }, ct);
            }

            return new(wrong.Count, tags.Count > 0 ? tags[^1].Id : null);
        }
    }
}
