using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Notes that a visitor read or downloads something, before a byte of it is sent; the pipeline counts it with the link.</summary>
internal static class CountVisit
{
    public sealed record Command(VisitKind Counts, long ItemId, object? Metadata) : ICommand<bool>, ICounted, IAudited<bool>
    {
        public Access Access => Access.Visitor;
        public AuditEntry Audit(bool done) => new(Counts == VisitKind.Download ? "download" : "read", ItemId, Metadata);
    }

    internal sealed class Handler : IRequestHandler<Command, bool>
    {
        public Task<bool> Handle(Command command, CancellationToken ct) => Task.FromResult(true);
    }
}
