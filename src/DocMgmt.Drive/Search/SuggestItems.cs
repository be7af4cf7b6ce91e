using DocMgmt.Drive.Database;
using DocMgmt.Drive.Items;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Text;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Search;

/// <summary>What the caller may mean by what they have typed so far: the items whose names begin so, then those that have the words.</summary>
public static class SuggestItems
{
    /// <param name="Text">Words only; the last one may be the beginning of one.</param>
    /// <param name="Limit">Null: 10.</param>
    public sealed record Query(string Text, int? Limit) : IQuery<IReadOnlyList<Suggestion>>, IAudited<IReadOnlyList<Suggestion>>
    {
        public Access Access => Access.SignedIn;
        public AuditEntry Audit(IReadOnlyList<Suggestion> done) => AuditEntry.Look(null, new { what = "suggestions", query = Text });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            RuleFor(q => q.Text).NotEmpty().WithName("q").MaximumLength(QueryText.MaxLength).WithName("q")
                .Must(t => t is null || !(t.Contains('\0', StringComparison.Ordinal) || ItemName.HasLoneSurrogate(t))).WithMessage("This holds characters that are none.").OverridePropertyName("q");
            RuleFor(q => q.Limit).InclusiveBetween(1, 50);
        }
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<Suggestion>>
    {
        private const int Usual = 10;
        private const int MostWords = 20;

        public async Task<IReadOnlyList<Suggestion>> Handle(Query query, CancellationToken ct)
        {
            var words = WordSplitter.Split(CanonicalForm.Compose(query.Text)).Where(w => !w.Continues).Take(MostWords).ToList();
            if (words.Count == 0) return [];
            var term = new TextTerm(words, Phrase: false, Prefix: true);
            var compiled = new CompiledQuery([[term]]);
            var values = new Dictionary<string, object?>(compiled.Index.Values)
            {
                ["Whole"] = term.Text, ["Meant"] = null, ["WholeEnd"] = term.Text + "\U0010FFFF", ["Limit"] = query.Limit ?? Usual, ["MostDrives"] = int.MaxValue,
            };
            var (rows, _) = await db.ListJoinedAsync<Suggestion>(query, new(SuggestionSql.Text, values, OneOfMany: false, ReadsAll: true), ct);
            return rows;
        }
    }
}
