using DocMgmt.Blobs;
using DocMgmt.Drive.Items;

namespace DocMgmt.Drive.Resumable;

/// <summary>What becomes of the bytes of an upload in several requests.</summary>
public enum ResumableKind
{
    /// <summary>A file.</summary>
    Whole,

    /// <summary>A part of one, which a final upload will name.</summary>
    Partial,

    /// <summary>A file, put together from partial ones.</summary>
    Final,
}

/// <summary>An upload that comes in several requests, as its row has it.</summary>
public sealed record ResumableUpload
{
    internal const string Columns = """
        u.id, u.kind, u.parent_id, u.item_name, u.mime_type, u.sha256, u.on_conflict, u.metadata, u.part_ids, u.size_bytes, u.received_bytes, u.expires_at, u.completed_at, u.item_id
        """;

    public Guid Id { get; init; }
    public ResumableKind Kind { get; init; }
    public long ParentId { get; init; }

    /// <summary>Null: it is a partial one.</summary>
    public string? ItemName { get; init; }
    public string? MimeType { get; init; }
    public Sha256Hash? Sha256 { get; init; }
    public OnConflict OnConflict { get; init; }

    /// <summary>As its client sent it.</summary>
    public string Metadata { get; init; } = "";

    /// <summary>Of a final one: what it is put together from.</summary>
    public Guid[]? PartIds { get; init; }

    public long SizeBytes { get; init; }

    /// <summary>How many bytes count; all of them only once the file is there.</summary>
    public long ReceivedBytes { get; init; }
    public DateTime ExpiresAt { get; init; }
    public DateTime? CompletedAt { get; init; }

    /// <summary>What its drive takes beyond what was received; only where it was asked for.</summary>
    internal long RoomBytes { get; init; }

    /// <summary>The file that it became a version of.</summary>
    public long? ItemId { get; init; }

    /// <summary>Whether it needs no more bytes, and makes nothing.</summary>
    public bool IsOver => CompletedAt is not null || (Kind == ResumableKind.Partial && ReceivedBytes == SizeBytes);
}

/// <summary>An upload that is to come in several requests.</summary>
/// <param name="SizeBytes">Of a final one null: the sum of its parts.</param>
/// <param name="ItemName">Null: a partial one.</param>
/// <param name="Metadata">To be given back as it is.</param>
/// <param name="PartIds">Of a final one, in their order.</param>
public sealed record ResumableRequest(
    ResumableKind Kind, long? SizeBytes, long? ParentId, string? ItemName, string? MimeType, Sha256Hash? Checksum, OnConflict OnConflict, string Metadata, IReadOnlyList<Guid>? PartIds);

/// <summary>The bytes of one request.</summary>
/// <param name="Length">As the request says; null when it does not.</param>
/// <param name="Checksum">Without it being right none of them counts; null: each counts that comes.</param>
public sealed record SentBytes(Stream Content, long? Length, BodyChecksum? Checksum);
