using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Audit;

/// <summary>A part of what everybody did, for who takes all of it away: the newest first, so that what comes meanwhile is not in it.</summary>
public static class ExportEvents
{
    /// <param name="After">The last event of the part before; null: from the newest on.</param>
    public sealed record Query(EventFilter Filter, LoggedEvent? After) : IQuery<IReadOnlyList<LoggedEvent>>, IAudited<IReadOnlyList<LoggedEvent>>
    {
        public Access Access => Access.Administrator;
        public AuditEntry? Audit(IReadOnlyList<LoggedEvent> done) => After is null ? AuditEntry.Look(null, new { what = "audit_export", filter = Filter }) : null;
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => RuleFor(q => q.Filter).SetValidator(new EventFilterValidator()).OverridePropertyName("");
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, IReadOnlyList<LoggedEvent>>
    {
        private const int Part = 1_000;

        public async Task<IReadOnlyList<LoggedEvent>> Handle(Query query, CancellationToken ct)
        {
            var (values, conditions) = (query.Filter.Values(), query.Filter.Conditions().ToList());
            values["Part"] = Part;
            if (query.After is { } after)
            {
                (values["AfterAt"], values["AfterId"]) = (after.CreatedAt, after.Id);
                conditions.Add(EventList.Beyond);
            }

            return (await db.ListJoinedAsync<LoggedEvent>(query, new($"""
                {Guard.Administrator}
                SELECT {Guard.Columns}, x.*
                FROM target t
                LEFT JOIN LATERAL (
                    SELECT {LoggedEvent.Columns}
                    FROM (SELECT * FROM events e {EventList.Where(conditions)} ORDER BY e.created_at DESC, e.id DESC LIMIT @Part) e
                    LEFT JOIN users u ON u.id = e.user_id
                ) x ON true
                ORDER BY x.created_at DESC, x.id DESC
                """, values, OneOfMany: false, ReadsAll: false), ct)).Rows;
        }
    }
}
