using DocMgmt.Api.Pages.Language;
using DocMgmt.Api.Pages.Parts;

namespace DocMgmt.Api.Pages;

/// <summary>The server's own page, which says what this is and where its documentation stands, and what all pages are drawn with.</summary>
internal static class PageRoutes
{
    public static void MapPages(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], (HttpRequest request) => PageAnswer.Of<HomePage>(Languages.Of(request).HomeTitle, model: null))
            .AllowAnonymous().ExcludeFromDescription();
        PageAsset.Map(app);
    }
}
