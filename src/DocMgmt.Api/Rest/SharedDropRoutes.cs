using DocMgmt.Api.Hosting;
using DocMgmt.Api.OpenApi;
using DocMgmt.Api.Pages;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.ShareLinks;
using Microsoft.AspNetCore.Http.HttpResults;
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
            .Refuses(Problems.LinkTakesNoFiles, Problems.LinkBusy, Problems.QuotaExceeded(null), Problems.SizeMismatch(1_000, 900));

        name(link.MapPost("/upload", async Task<Results<Created<Dropped>, PageAnswer>> (
            string token, string? unlock, HttpContext http, PublicAddress address, ShareGate gate, CancellationToken ct) =>
        {
            var server = address.Of(http.Request);
            var visit = await SharedRoutes.EnterAsync(gate, token, unlock, null, http, ct);
            var dropped = await MultipartUpload.ReceiveAsync(http.Request, ["item_name", "checksum"], file => visit.DropAsync(file.ItemName, null, file.Checksum, file.Content, ct), ct);
            if (!LinkAddress.WantsPage(http.Request)) return TypedResults.Created((string?)null, dropped);
            return new SharePages(visit, http.Request, server).Received(dropped);
        }), "PostDrop").WithSummary("The same with a form: fields item_name and checksum, then the file.").TakesForm("item_name", "checksum").AnswersPages(shows: true)
            .Refuses(Problems.LinkTakesNoFiles, Problems.LinkBusy, Problems.QuotaExceeded(null), Problems.FormExpected);
    }
}
