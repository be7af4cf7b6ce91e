using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Rest;

/// <summary>What a request says of the hash of its body: RFC 9530's header fields, and the parameter <c>checksum</c>.</summary>
internal static class Digests
{
    private static readonly string[] Fields = ["Repr-Digest", "Content-Digest"];

    /// <summary>The SHA-256 that the body must have; null when none is said. Other algorithms are ignored, as the RFC has it.</summary>
    /// <exception cref="Problem">400: malformed, or they contradict each other.</exception>
    public static Sha256Hash? Announced(HttpRequest request, string? checksum)
    {
        var said = Fields.Select(f => Read(request.Headers[f].ToString(), f)).Append(Parameters.Sha256(checksum, "checksum")).OfType<Sha256Hash>().Distinct().ToList();
        return said.Count <= 1 ? said.Cast<Sha256Hash?>().FirstOrDefault() : throw Problems.Invalid("checksum", "The digests that were sent contradict each other.");
    }

    /// <summary>A dictionary of byte sequences (RFC 8941): <c>sha-256=:…:, sha-512=:…:</c>.</summary>
    private static Sha256Hash? Read(string field, string name)
    {
        const string Algorithm = "sha-256=";
        var value = field.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(m => m.StartsWith(Algorithm, StringComparison.OrdinalIgnoreCase))?[Algorithm.Length..];
        if (value is null) return null;
        var bytes = new byte[32];
        return value is [':', .. var base64, ':'] && base64.Length == 44 && Convert.TryFromBase64String(base64, bytes, out var length) && length == bytes.Length
            ? new Sha256Hash(bytes)
            : throw Problems.Invalid(name, "A digest looks like 'sha-256=:' followed by 44 characters of base64 and ':'.");
    }
}
