using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>Refuses whoever is no administrator, and does nothing else: an early refusal before slow work.</summary>
internal static class MayAdminister
{
    public sealed record Query : IQuery<bool>
    {
        public Access Access => Access.Administrator;
    }

    internal sealed class Handler(GuardedDb db) : IRequestHandler<Query, bool>
    {
        public Task<bool> Handle(Query query, CancellationToken ct) =>
            db.SingleAsync<bool>(query, $"{Guard.Administrator} SELECT {Guard.Columns}, true AS may FROM target t", ct);
    }
}
