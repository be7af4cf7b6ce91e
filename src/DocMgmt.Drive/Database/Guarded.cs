using System.Collections.Concurrent;
using System.Data.Common;
using Dapper;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;
using Npgsql;

namespace DocMgmt.Drive.Database;

/// <summary>Runs a guarded statement and judges its level before anything of it is read.</summary>
internal static class Guarded
{
    private const int GuardColumns = 3;
    private const int TotalColumn = 2;

    /// <summary>The parameters of a guarded statement: the message's own properties, and who asks, for what, when.</summary>
    public static DynamicParameters Parameters(IMessage message, object? args, Caller caller, DateTime now)
    {
        var parameters = new DynamicParameters(args ?? message);
        parameters.AddCaller(caller, now);
        parameters.Add("AccessId", message.Access.Id);
        parameters.Add("AccessKey", message.Access.Key);
        parameters.Add("AccessLevel", (int)message.Access.Level);
        parameters.Add("AccessNames", message.Access.Names.ToArray());
        if (message is not IMoving { Moved: var moved }) return parameters;
        parameters.Add("MovedId", moved.Id);
        parameters.Add("MovedLevel", (int)moved.Level);
        return parameters;
    }

    /// <summary>Who asks and when: what <see cref="Guard.Caller"/> takes, and its form for visitors.</summary>
    public static void AddCaller(this DynamicParameters parameters, Caller caller, DateTime now)
    {
        parameters.Add("CallerSession", caller.SessionId);
        parameters.Add("CallerId", caller.AuthorId);
        parameters.Add("Now", now);
        parameters.Add("CallerLink", caller.Visit?.LinkId);
        if (caller.Visit is { } visit) parameters.Add("CallerTook", visit.Took);
    }

    /// <summary>The rows that the caller may read; empty when the target is there and has none.</summary>
    /// <param name="columns">What the columns are known by, where many texts have the same; else the text itself.</param>
    /// <exception cref="Problem">404 no such target for this caller, 403 level too low, 401 session ended, 400 target is no folder.</exception>
    /// <exception cref="InvalidOperationException">The statement does not begin with the guard that its message's access asks for.</exception>
    public static async Task<(List<T> Rows, long? Total)> ListAsync<T>(
        NpgsqlConnection connection, Caller caller, IMessage message, string sql, DynamicParameters parameters, CancellationToken ct, string? columns = null, int? seconds = null,
        CommandFlags flags = CommandFlags.Buffered)
    {
        if (!sql.StartsWith(Guard.For(message.Access.Kind), StringComparison.Ordinal))
            throw new InvalidOperationException($"{message.GetType()}: the statement has not the guard of {message.Access.Kind}.");
        if (!message.Access.NeedsUser) return ((await connection.QueryAsync<T>(Statement.Of(sql, parameters, ct))).AsList(), null);

        var reader = await connection.ExecuteReaderAsync(Statement.Of(caller.Form(sql), parameters, ct, seconds, flags));
        (List<T> Rows, long? Total)? read;
        await using (reader) read = await ReadAsync<T>(reader, columns ?? sql, message.Access);
        return read ?? throw await NothingAsync(connection, caller, parameters, ct);
    }

    /// <summary>Null when there is no target.</summary>
    /// <param name="sql">The statement that is read: its columns are always the same.</param>
    public static async Task<(List<T> Rows, long? Total)?> ReadAsync<T>(DbDataReader reader, string sql, Access access)
    {
        if (!await reader.ReadAsync()) return null;
        if (!Admits(reader, access)) return null;
        var total = await reader.IsDBNullAsync(TotalColumn) ? (long?)null : reader.GetInt64(TotalColumn);
        var rows = new List<T>();
        var parse = Parser<T>.Of(reader, sql);
        do
        {
            if (!await reader.IsDBNullAsync(GuardColumns)) rows.Add((T)parse(reader));
        }
        while (await reader.ReadAsync());
        return (rows, total);
    }

    /// <summary>Dapper compiles a parser at each call, which takes longer than the statement: each statement's is kept.</summary>
    private static class Parser<T>
    {
        private static readonly ConcurrentDictionary<string, Func<DbDataReader, object>> Known = new(StringComparer.Ordinal);

        public static Func<DbDataReader, object> Of(DbDataReader reader, string sql) =>
            Known.TryGetValue(sql, out var parser) ? parser : Known.GetOrAdd(sql, reader.GetRowParser(typeof(T), GuardColumns)); // the generic one knows no text
    }

    /// <summary>Why a target was not there: it is not, or the caller isn't any more.</summary>
    public static async Task<Problem> NothingAsync(NpgsqlConnection connection, Caller caller, DynamicParameters parameters, CancellationToken ct)
    {
        if (caller.Visit is null)
            return await connection.ExecuteScalarAsync<int?>(Statement.Of(Guard.Alive, parameters, ct)) is null ? Problems.SessionEnded : Problems.NotFound;
        var state = await connection.ExecuteScalarAsync<string>(Statement.Of(LinkGuard.StateNow, parameters, ct));
        return Enum.Parse<LinkState>(state ?? nameof(LinkState.Revoked)).Refusal() ?? Problems.NotFound;
    }

    private static bool Admits(DbDataReader reader, Access access)
    {
        var level = reader.GetInt32(0);
        if (level == 0) return false;
        if (access.Kind == AccessKind.Administrator && level < (int)Level.Owner) throw Problems.AdministratorsOnly;
        if (level < (int)access.Level) throw Problems.Forbidden;
        if (access.Kind is AccessKind.Folder or AccessKind.FolderPath or AccessKind.FolderInTrash or AccessKind.ParentOfTrashed or AccessKind.RootOf or AccessKind.Upload or AccessKind.Resumable && reader.GetString(1) != "folder") throw Problems.ParentNotAFolder;
        return true;
    }
}
