using System.Globalization;
using DocMgmt.Drive.Database;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Audit;

/// <summary>Pages of the audit log, the newest event first.</summary>
internal sealed class EventList(GuardedDb db)
{
    /// <summary>Totals are exact up to this many: of a log that only grows nobody waits for the number.</summary>
    public const int MostCounted = 10_000;

    /// <param name="list">Whose list it is, and of what.</param>
    /// <param name="columns">One of the sets that <see cref="LoggedEvent"/> has.</param>
    public async Task<EventPage> ReadAsync<TQuery>(TQuery query, EventFilter filter, string list, string columns, CancellationToken ct)
        where TQuery : IMessage, IPaged
    {
        list = $"{list}|{filter}";
        var window = Window.Of(query, list);
        var values = filter.Values();
        (values["Count"], values["Counted"], values["Limit"], values["Offset"]) = (window.Count, MostCounted + 1, window.Limit, window.Offset);
        var conditions = filter.Conditions().ToList();
        var rest = conditions.ToList();
        if (window.AfterKey != "")
        {
            (values["AfterAt"], values["AfterId"]) = (TimeOf(window.AfterKey), window.AfterId);
            rest.Add(Beyond);
        }

        var (rows, total) = await db.ListJoinedAsync<LoggedEvent>(query, new($"""
            {Guard.For(query.Access.Kind)}
            SELECT {Guard.CountedColumns}, x.*
            FROM ({Target(query.Access.Kind)}) t
            LEFT JOIN LATERAL (
                SELECT count(*) AS total FROM (SELECT 1 FROM events e {Where([.. conditions, "@Count"])} LIMIT @Counted) c
            ) n ON true
            LEFT JOIN LATERAL (
                SELECT {columns}
                FROM (SELECT e.created_at, e.id FROM events e {Where(rest)} ORDER BY e.created_at DESC, e.id DESC LIMIT @Limit OFFSET @Offset) k -- by an index alone where one has all that is asked for
                JOIN events e ON e.created_at = k.created_at AND e.id = k.id
                LEFT JOIN users u ON u.id = e.user_id
            ) x ON true
            ORDER BY x.created_at DESC, x.id DESC
            """, values, OneOfMany: false, ReadsAll: true), ct);
        var page = window.Page(rows, total, list);
        return new(page with { Total = Math.Min(MostCounted, page.Total ?? 0) }, page.Total > MostCounted);
    }

    /// <summary>The condition to come after the event of <c>@AfterAt</c> and <c>@AfterId</c> in that order; said twice, since only the second half tells the planner which months it is not.</summary>
    public const string Beyond = "(e.created_at, e.id) < (@AfterAt, @AfterId) AND e.created_at <= @AfterAt";

    // Who has no item for a target has their own drive.
    private static string Target(AccessKind kind) =>
        kind == AccessKind.SignedIn ? "SELECT t.*, d.id AS drive_id FROM target t LEFT JOIN drives d ON d.owner_id = t.id AND d.kind = 'user'" : "SELECT * FROM target";

    public static string Where(IReadOnlyList<string> conditions) => conditions.Count == 0 ? "" : $"WHERE {string.Join(" AND ", conditions)}";

    private static DateTime TimeOf(string microseconds) =>
        long.TryParse(microseconds, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond
            ? DateTime.UnixEpoch.AddMicroseconds(at)
            : throw Problems.BadCursor;
}

/// <param name="TotalIsLowerBound">There is more than the total.</param>
public sealed record EventPage(Paged<LoggedEvent> Page, bool TotalIsLowerBound);
