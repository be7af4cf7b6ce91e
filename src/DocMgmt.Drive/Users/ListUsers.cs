using DocMgmt.Drive.Database;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using FluentValidation;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>All accounts, oldest first.</summary>
public static class ListUsers
{
    public sealed record Query(int? Page, int? PageSize, string? Cursor) : IQuery<Paged<User>>, IAudited<Paged<User>>, IPaged
    {
        public Access Access => Access.Administrator;
        public AuditEntry Audit(Paged<User> done) => AuditEntry.Look(null, new { what = "users" });
    }

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator() => Include(new PagedValidator());
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, Paged<User>>
    {
        private const string List = "users";

        public async Task<Paged<User>> Handle(Query query, CancellationToken ct)
        {
            var window = Window.Of(query, List);
            var (rows, total) = await db.ListAsync<User>(query, $"""
                {Guard.Administrator}
                SELECT {Guard.CountedColumns}, x.*
                FROM target t
                CROSS JOIN (SELECT count(*) AS total FROM users) n
                LEFT JOIN LATERAL (
                    SELECT {User.Columns} {User.From} WHERE u.id > @AfterId ORDER BY u.id LIMIT @Limit OFFSET @Offset
                ) x ON true
                ORDER BY x.id
                """, ct, new { window.AfterId, window.Limit, window.Offset });
            return window.Page(rows, total, List);
        }
    }
}
