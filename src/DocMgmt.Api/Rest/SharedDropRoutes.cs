using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

/// <summary>How visitors put files into a folder whose link takes them.</summary>
internal static class SharedDropRoutes
{
    /// <param name="name">Names a route where it is described.</param>
    public static void MapDrops(this RouteGroupBuilder link, Func<RouteHandlerBuilder, string, RouteHandlerBuilder> name)
    {
        name(link.MapPut("/content", async (
            [FromQuery(Name = "item_name")] string itemName, string? checksum, string token, string? unlock, HttpContext http, ShareGate gate, CancellationToken ct) =>
        {
            var visit = await SharedRoutes.EnterAsync(gate, token, unlock, null, http, ct);
            return TypedResults.Created((string?)null, await visit.DropAsync(itemName, http.Request.ContentLength, Digests.Announced(http.Request, checksum), http.Request.Body, ct));
        }), "DropFile").WithSummary("Put a file into the folder of a link that takes them: its bytes are the body.").TakesBytes().Reads("Repr-Digest", "Content-Digest")
            .Refuses(Problems.LinkTakesNoFiles, Problems.QuotaExceeded(null), Problems.SizeMismatch(1_000, 900));

        name(link.MapPost("/upload", async (string token, string? unlock, HttpContext http, ShareGate gate, CancellationToken ct) =>
        {
            var visit = await SharedRoutes.EnterAsync(gate, token, unlock, null, http, ct);
            return TypedResults.Created((string?)null, await MultipartUpload.ReceiveAsync(http.Request, ["item_name", "checksum"], file =>
                visit.DropAsync(file.ItemName, null, file.Checksum, file.Content, ct), ct));
        }), "PostDrop").WithSummary("The same with a form: fields item_name and checksum, then the file.").TakesForm("item_name", "checksum")
            .Refuses(Problems.LinkTakesNoFiles, Problems.QuotaExceeded(null), Problems.FormExpected);
    }
}
