using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Audit;

/// <summary>What the caller did, with whatever, the newest first.</summary>
public static class ListMyEvents
{
    public sealed record Query(string? Action, int? Page, int? PageSize, string? Cursor) : IQuery<EventPage>, IPaged
    {
        public Access Access => Access.SignedIn;
        internal EventFilter Filter => new(Action: Action);
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator()
        {
            Include(new PagedValidator());
            RuleFor(q => q.Filter).SetValidator(new EventFilterValidator()).OverridePropertyName("");
        }
    }

    internal sealed class Handler(EventList events, Caller caller) : IRequestHandler<Query, EventPage>
    {
        public Task<EventPage> Handle(Query query, CancellationToken ct) =>
            events.ReadAsync(query, query.Filter with { UserId = caller.UserId }, "mine", LoggedEvent.WithOwnPlaces, ct);
    }
}
