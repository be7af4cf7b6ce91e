using System.Security.Cryptography;
using System.Text;

namespace DocMgmt.Drive.Audit;

/// <summary>
/// What of an event is sealed: as text, which PostgreSQL composes and this service hashes. A change of either would break every seal there is.
/// </summary>
internal static class EventText
{
    /// <summary>What may be erased of event <c>e</c> because it tells of persons.</summary>
    public const string Details = "CAST(jsonb_build_array(e.metadata, e.ip_address, e.user_agent, e.request_id) AS text)";

    /// <summary>What <see cref="Details"/> are once they are erased.</summary>
    public const string Erased = "[{}, null, null, null]";

    /// <summary>The hash that stands in for the details once they are erased; salted with <c>fresh.salt</c>, or else a list of all addresses would tell what they were.</summary>
    public const string DetailsHash = $"sha256(uuid_send(fresh.salt) || convert_to({Details}, 'UTF8'))";

    /// <summary>All of event <c>e</c>, its details by their hash. Its position is not in it: that is its place in the seal.</summary>
    public const string Whole = """
        CAST(jsonb_build_array(e.id, e.action, e.user_id, e.share_link_id, e.item_id, e.drive_id, CAST(extract(epoch FROM e.created_at) * 1000000 AS bigint), encode(e.details_hash, 'hex')) AS text)
        """;

    /// <summary>32 bytes.</summary>
    public static byte[] Hash(string whole) => SHA256.HashData(Encoding.UTF8.GetBytes(whole));

    /// <summary>What <see cref="DetailsHash"/> makes, computed without the database.</summary>
    public static byte[] HashDetails(Guid salt, string details) => SHA256.HashData([.. salt.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(details)]);
}
