using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Audit;

/// <summary>What was done with an item, by whomever, the newest first.</summary>
public static class ListActivity
{
    public sealed record Query(long ItemId, int? Page, int? PageSize, string? Cursor) : IQuery<EventPage>, IPaged, IAudited<EventPage>
    {
        public Access Access => Access.To(ItemId, Level.Admin);
        public AuditEntry Audit(EventPage done) => AuditEntry.Look(ItemId, new { what = "activity" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(EventList events, Caller caller) : IRequestHandler<Query, EventPage>
    {
        public Task<EventPage> Handle(Query query, CancellationToken ct) =>
            events.ReadAsync(query, new(ItemId: query.ItemId), $"{caller.UserId}|activity", LoggedEvent.WithOwnPlaces, ct);
    }
}
