using System.Globalization;
using System.Text;
using System.Text.Unicode;
using DocMgmt.Blobs;
using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace DocMgmt.Api.Rest;

/// <summary>
/// An upload as forms send it (RFC 7578): fields first, then one file, which is streamed. A form with anything after it is refused: nothing of it is lost unsaid.
/// </summary>
internal static class MultipartUpload
{
    private const int MostFields = 10;
    private const int LongestField = 2_048;
    private const int LongestBoundary = 100;

    /// <param name="known">The fields that there may be.</param>
    /// <exception cref="Problem">400, 415: not such a form, an unknown field, or no file.</exception>
    public static async Task<T> ReceiveAsync<T>(HttpRequest request, string[] known, Func<FormFile, Task<T>> receive, CancellationToken ct)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            throw Problems.FormExpected;
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (boundary is not { Length: > 0 and <= LongestBoundary }) throw Problems.MalformedRequest("The form's Content-Type needs a boundary of at most 100 characters.");

        var reader = new MultipartReader(boundary, request.Body) { HeadersCountLimit = 8, HeadersLengthLimit = 8_192 };
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
            {
                if (section.GetContentDispositionHeader() is not { } disposition) throw Problems.MalformedRequest("Each part of the form needs a Content-Disposition.");
                if (disposition.IsFileDisposition()) return await receive(FormFile.Of(fields, disposition, section.ContentType, new LastPart(section.Body, reader)));
                await ReadFieldAsync(fields, known, HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "", section, ct);
            }
        }
        catch (Exception e) when (e is InvalidDataException || IsCutOff(e))
        {
            throw Problems.MalformedRequest(IsCutOff(e) ? "The form ends before its closing boundary." : e.Message);
        }

        throw Problems.Invalid("file", "The form has no file; fields come before it.");
    }

    // The reader knows no type of its own for it.
    private static bool IsCutOff(Exception e) => e is IOException && e.Message.StartsWith("Unexpected end of Stream", StringComparison.Ordinal);

    private static async Task ReadFieldAsync(Dictionary<string, string> fields, string[] known, string name, MultipartSection section, CancellationToken ct)
    {
        if (!known.Contains(name)) throw Problems.Invalid(name.Length is > 0 and < 100 ? name : "form", $"This field is not known here; there are {string.Join(", ", known)}.");
        var bytes = new byte[LongestField + 1];
        var length = await section.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        if (length > LongestField || fields.Count >= MostFields) throw Problems.Invalid(name, $"A field has at most {LongestField} bytes.");
        if (!Utf8.IsValid(bytes.AsSpan(0, length))) throw Problems.Invalid(name, "A field is text in UTF-8.");
        if (!fields.TryAdd(name, Encoding.UTF8.GetString(bytes, 0, length))) throw Problems.Invalid(name, "This field came twice.");
    }
}

/// <summary>The file of a form, with the fields before it.</summary>
/// <param name="Content">Streamed: read it before the request ends.</param>
internal sealed record FormFile(IReadOnlyDictionary<string, string> Fields, string? FileName, string? ContentType, Stream Content)
{
    /// <summary>The field of that name, else what the client calls the file.</summary>
    public string ItemName => Fields.GetValueOrDefault("item_name") ?? FileName ?? "";

    /// <exception cref="Problem">400.</exception>
    public Sha256Hash? Checksum => Parameters.Sha256(Fields.GetValueOrDefault("checksum"), "checksum");

    /// <exception cref="Problem">400.</exception>
    public long? ParentId => Fields.GetValueOrDefault("parent_id") is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id
        : throw Problems.Invalid("parent_id", "This value is not of the right type.");

    public static FormFile Of(IReadOnlyDictionary<string, string> fields, ContentDispositionHeaderValue disposition, string? contentType, Stream content) => new(
        fields, HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value, contentType, content);
}
