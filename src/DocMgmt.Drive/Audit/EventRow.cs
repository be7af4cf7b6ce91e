using System.Net;
using System.Text.Json;
using DocMgmt.Drive.Pipeline;
using Npgsql;
using NpgsqlTypes;

namespace DocMgmt.Drive.Audit;

/// <summary>One row of <c>events</c>, on its way there.</summary>
internal sealed record EventRow(
    string Action, long? UserId, long? ItemId, long? DriveId, string Metadata, IPAddress? Address, string? UserAgent, string? RequestId, DateTime CreatedAt, long? LinkId = null)
{
    /// <summary>In the order in which both writers give them.</summary>
    public const string Columns = "action, user_id, item_id, drive_id, metadata, ip_address, user_agent, request_id, created_at, share_link_id";

    /// <summary>Whether it is an access to the item itself.</summary>
    public bool IsAccess { get; private init; }

    private const int MaxUserAgent = 500;
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <exception cref="InvalidOperationException">There is no such action: who filters by it could not ask for it.</exception>
    public static EventRow Of(AuditEntry entry, Caller caller, long? driveId, DateTime now) => new(
        AuditActions.All.Contains(entry.Action, StringComparer.Ordinal) ? entry.Action : throw new InvalidOperationException($"There is no action {entry.Action}."), entry.UserId ?? caller.UserId, entry.ItemId, driveId, entry.Metadata is null ? "{}" : JsonSerializer.Serialize(entry.Metadata, Json),
        Plain(caller.Address), Cut(caller.UserAgent), caller.RequestId, now, caller.Visit?.LinkId ?? entry.LinkId) { IsAccess = entry.IsAccess };

    /// <summary>An IPv4 address as one, also where it came in by an IPv6 socket: it is asked for as one.</summary>
    public static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;

    /// <summary>The statement that writes it.</summary>
    public NpgsqlBatchCommand Insert() => new($"""
        INSERT INTO events ({Columns})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """)
    {
        Parameters =
        {
            new() { Value = Action },
            Nullable(UserId, NpgsqlDbType.Bigint),
            Nullable(ItemId, NpgsqlDbType.Bigint),
            Nullable(DriveId, NpgsqlDbType.Bigint),
            new() { Value = Metadata, NpgsqlDbType = NpgsqlDbType.Jsonb },
            Nullable(Address, NpgsqlDbType.Inet),
            Nullable(UserAgent, NpgsqlDbType.Text),
            Nullable(RequestId, NpgsqlDbType.Text),
            new() { Value = CreatedAt },
            Nullable(LinkId, NpgsqlDbType.Bigint),
        },
    };

    // Never through the middle of a character: half of one can't be stored, and would end the service's writer of reads.
    private static string? Cut(string? agent) =>
        agent is { Length: > MaxUserAgent } ? agent[..(char.IsHighSurrogate(agent[MaxUserAgent - 1]) ? MaxUserAgent - 1 : MaxUserAgent)] : agent;

    private static NpgsqlParameter Nullable(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };
}
