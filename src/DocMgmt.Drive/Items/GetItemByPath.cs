using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Items;

/// <summary>One item of the caller's own drive, by the names that lead to it: <c>/Work/x.pdf</c>.</summary>
public static class GetItemByPath
{
    public sealed record Query(string Path) : IQuery<Item>, IAudited<Item>, IOpenToVisitors
    {
        // Names are kept in NFC, so a path is looked up in it. Slashes at the ends and doubled ones mean nothing.
        private string[] Names => [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Items.ItemName.Normalize)];

        public Access Access => Access.ToPath(Names, Level.Read);
        public AuditEntry Audit(Item done) => new("read", done.Id);
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        private const int MaxLength = 101 * 256;

        public Validator() => RuleFor(q => q.Path)
            .NotEmpty().MaximumLength(MaxLength)
            .Must(p => p.StartsWith('/')).WithMessage("A path begins with '/', the root of your drive.")
            .Must(p => !p.Contains('\0', StringComparison.Ordinal)).WithMessage("A path has no NUL.")
            .When(q => q.Path is not null, ApplyConditionTo.CurrentValidator);
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Item>
    {
        public Task<Item> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<Item>(query, $"{Guard.Path} SELECT {Guard.Columns}, {ItemView.TargetColumns} {ItemView.FromTarget}", ct);
    }
}
