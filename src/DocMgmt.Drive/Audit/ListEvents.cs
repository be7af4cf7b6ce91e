using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Audit;

/// <summary>What everybody did, for administrators, the newest first. Looking at it is an event, too.</summary>
public static class ListEvents
{
    public sealed record Query(EventFilter Filter, int? Page, int? PageSize, string? Cursor) : IQuery<EventPage>, IPaged, IAudited<EventPage>
    {
        public Access Access => Access.Administrator;
        public AuditEntry Audit(EventPage done) => AuditEntry.Look(null, new { what = "audit", filter = Filter });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            Include(new PagedValidator());
            RuleFor(q => q.Filter).SetValidator(new EventFilterValidator()).OverridePropertyName("");
        }
    }

    internal sealed class Handler(EventList events) : IRequestHandler<Query, EventPage>
    {
        public Task<EventPage> Handle(Query query, CancellationToken ct) => events.ReadAsync(query, query.Filter, "events", LoggedEvent.Columns, ct);
    }
}
