using DocMgmt.Api.Pages.Language;
using DocMgmt.Api.Pages.Parts;

namespace DocMgmt.Api.Pages;

/// <summary>The server's own address: what this is, and where its documentation stands.</summary>
internal static class HomePages
{
    public static void Map(IEndpointRouteBuilder app) =>
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request) => new PageAnswer(Languages.Of(request).HomeTitle, typeof(HomePage), []))
            .AllowAnonymous().ExcludeFromDescription();
}
