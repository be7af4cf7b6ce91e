using System.Text.Json.Nodes;
using DocMgmt.Api.Rest;
using DocMgmt.Api.Tus;
using DocMgmt.Drive.Archives;
using DocMgmt.Drive.Items;
using Microsoft.OpenApi;

namespace DocMgmt.Api.OpenApi;

/// <summary>What parameters mean. One word means one thing, so they are explained by name; a test finds those that are not.</summary>
internal static class ParameterWords
{
    private static readonly Dictionary<string, (string Description, JsonNode Example)> Words = new(StringComparer.Ordinal)
    {
        ["id"] = ("Of what the address names.", 17),
        ["permission_id"] = ("A grant on that very item.", 41),
        ["link_id"] = ("A share link of that very item.", 71),
        ["user_id"] = ("Whom it is about, of events who did it; in explanations of access yourself unless said.", 8),
        ["action"] = ("What was done: read, create, rename, update, move, copy, delete, upload, download, restore, purge, permission_grant, permission_revoke, share, unshare, login, login_failed, logout, transfer_offer, transfer_withdraw.", "download"),
        ["created_after"] = ("From this day (2026-03-31, 2026-03, 2026; in UTC) or time on.", "2026-03"),
        ["created_before"] = ("Before this day or time.", "2026-04"),
        ["ip_address"] = ("Where it was done from.", "203.0.113.9"),
        ["as"] = ("ndjson, a JSON object a line, or csv; ndjson unless said.", "csv"),
        ["user"] = ("As it stands in the URL.", 7),
        ["session"] = ("As it stands in the URL.", "0b5f5a1c2d3e4f506172839405162738"),
        ["first"] = ("The number of the first part, from 1, which it is if left out.", 101),
        ["count"] = ("How many parts, up to 1,000; 100 if left out.", 100),
        ["version_id"] = ("As initiate answered it.", 23),
        ["version"] = ("A version's id, not its number; the current one unless said.", 23),
        ["tag_id"] = ("A tag of the item's drive that you see.", 61),
        ["q"] = ("What was typed so far: words, of which the last one may go on.", "budget rep"),
        ["prefix"] = ("What the tags' names begin with, in capital or small letters; all unless said.", "fin"),
        ["limit"] = ("How many at most: of tags 1 to 1,000, 1,000 unless said; of suggestions 1 to 50, 10 unless said.", 10),
        ["parent_id"] = ("A folder; the root of your drive unless said.", 15),
        ["item_name"] = ("1 to 255 bytes, without '/' and control characters.", "report.pdf"),
        ["on_conflict"] = ("What to do when the name is taken: a new version of the file, a free name, or 409.", "version"),
        ["checksum"] = ("The SHA-256 that the content must have.", Samples.Hash),
        ["type"] = ("Only items of this type.", "file"),
        ["starred"] = ("Only items that you starred, or only others; without parent_id, starred ones from everywhere.", true),
        ["recursive"] = ("Also what is in its folders, and in theirs: folder by folder unless an order is said. What moves between two pages of a walk, itself or with a folder above it, may be missed or shown twice.", true),
        ["order"] = ("name, size, updated_at or created_at; a minus before it turns it around. Folders have no size and come before all that has one.", "-updated_at"),
        ["folders_first"] = ("Folders before files; else both are mixed.", true),
        ["$filter"] = ("An OData 4.01 condition that the items must meet: eq ne gt ge lt le in and or not contains startswith endswith tolower tags/any.", "type eq 'file' and size_bytes gt 1000000 and tags/any(t: t eq 'invoice')"),
        ["$orderby"] = ("item_name, type, size_bytes, mime_type, created_at, updated_at, id, each with asc or desc; instead of order.", "size_bytes desc, item_name"),
        ["$top"] = ("How many to show, 0 to 100; instead of page_size.", 20),
        ["$skip"] = ("How many to pass by; instead of a page or a cursor.", 40),
        ["$select"] = ("The members that each item has; all unless said.", "id,item_name,size_bytes"),
        ["$count"] = ("Whether to count the list for its total.", false),
        ["path"] = ("Names from the root of your drive downwards; behind a share link, from its folder.", "/Work/report.pdf"),
        ["token"] = ("A share link's.", "a3c5f7e9-d2b4-4a1c-8e3f-9d7b2a5c1e4f"),
        ["unlock"] = ("What the link's password gave before: unlock_token.", Samples.UnlockToken),
        ["item_id"] = ("Of events, the item that was read or changed; of a share link, something behind it by its id, the link's own item unless said.", 17),
        ["X-Share-Password"] = ("The link's password, if it has one.", "correct horse battery"),
        ["X-Share-Unlock"] = ("The same as unlock in the address.", Samples.UnlockToken),
        ["disposition"] = ("attachment, the default, to be saved; inline to be shown, which types that a browser would run never are.", "inline"),
        ["format"] = ("zip, the default, or tar.", "zip"),
        ["filename"] = ("What to save it as; the item's name unless said.", "report.pdf"),
        ["deep"] = ("Also read and hash all bytes, which takes as long as the disk does.", true),
        ["name"] = ("Of a maintenance job.", "blob-sweep"),
        ["page"] = ("From 1; not together with a cursor.", 1),
        ["page_size"] = ("1 to 100; 50 unless said.", 50),
        ["cursor"] = ("From next_cursor of the page before.", "Yh3kq1mB0fN7Ikxpc3QiOiJ"),
        ["expires"] = ("As in the upload_url.", "1767225600"),
        ["signature"] = ("As in the upload_url.", "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"),
        ["Idempotency-Key"] = ("1 to 255 printable characters of your choice. The same request with the same key takes effect once and gets the same answer, for 24 hours.", "4f1c2a"),
        ["If-None-Match"] = ("The ETag of what you have; 304 when it is still the same. Of an upload, * for what must not be there yet; else 412.", "\"5-9f86d081884c7d65\""),
        ["If-Match"] = ("The ETag that it must have (an item's, or a content's where that is downloaded); else 412. Of an item's only the revision counts: \"5\" does too, such as for what is in the trash.", "\"5-9f86d081884c7d65\""),
        ["If-Modified-Since"] = ("304 when the version is not newer; If-None-Match wins.", "Sat, 31 Jan 2026 09:30:00 GMT"),
        ["If-Unmodified-Since"] = ("412 when the version is newer; If-Match wins.", "Sat, 31 Jan 2026 09:30:00 GMT"),
        ["Range"] = ("Which bytes; one range or several.", "bytes=0-1023"),
        ["If-Range"] = ("The ETag that the content must have for the Range to count; else all of it is sent.", $"\"{Samples.Hash}\""),
        ["upload_id"] = ("As it stands in the Location that began the upload.", "7d3f2c1e-5a4b-4c8d-9e6f-0a1b2c3d4e5f"),
        [TusHeaders.Resumable] = ("The protocol's version.", "1.0.0"),
        [TusHeaders.Length] = ("How many bytes the upload will have.", "48213"),
        [TusHeaders.Offset] = ("At which byte these begin: as many as are there.", "0"),
        [TusHeaders.Metadata] = ("Keys and their values in base64: item_name (or filename), parent_id, mime_type (or filetype), checksum, on_conflict.", "item_name cmVwb3J0LnBkZg=="),
        [TusHeaders.Concat] = ("partial, or final; and the addresses of partial uploads, with spaces between them.", "partial"),
        [TusHeaders.Checksum] = ("sha1, sha256, sha512 or md5, and the hash of this request's bytes in base64: none of them counts unless it is right.", "sha1 Kq5sNclPz7QV2+lfQIuc6R7oRu0="),
        ["Repr-Digest"] = ("The SHA-256 that the content must have (RFC 9530).", Samples.Digest),
        ["Content-Digest"] = ("The same.", Samples.Digest),
    };

    // Texts in an address, which Rest reads as these.
    private static readonly Dictionary<string, Type> Choices = new(StringComparer.Ordinal) { ["on_conflict"] = typeof(OnConflict), ["type"] = typeof(ItemType), ["disposition"] = typeof(FileRoutes.Disposition), ["as"] = typeof(ExportFormat), ["format"] = typeof(ArchiveFormat) };

    // Texts in an address, in which OData's parser finds numbers.
    private static readonly string[] Numbers = ["$top", "$skip"];

    public static void Describe(OpenApiOperation operation, RouteFacts route, OpenApiDocument document)
    {
        if (route.TakesIdempotencyKey) Add(operation, "Idempotency-Key");
        foreach (var header in route.Headers) Add(operation, header);
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            if (Words.TryGetValue(parameter.Name!, out var word)) (parameter.Description, parameter.Example) = (word.Description, word.Example.DeepClone());
            if (Numbers.Contains(parameter.Name!)) ((OpenApiSchema)parameter.Schema!).Type = JsonSchemaType.Integer;
            if (Choices.TryGetValue(parameter.Name!, out var choices) && parameter.Schema is OpenApiSchema schema) schema.Enum = [.. Enum.GetNames(choices).Select(c => (JsonNode)c.ToLowerInvariant())];
        }
    }

    /// <summary>A header, or another parameter, that the framework does not know of, because no handler binds it.</summary>
    public static void Add(OpenApiOperation operation, string name, ParameterLocation place = ParameterLocation.Header) => (operation.Parameters ??= []).Add(new OpenApiParameter
    {
        Name = name, In = place, Required = place == ParameterLocation.Path, Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        Description = Words[name].Description, Example = Words[name].Example.DeepClone(),
    });
}
