using DocMgmt.Api.Pages.Language;

namespace DocMgmt.Api.Pages;

/// <summary>What all parts of one answered page know.</summary>
/// <param name="Root">Leads from the page's address to the server's, so that pages work behind proxies that put a path before it: <c>../</c>.</param>
/// <param name="Nonce">What style and script of this answer, and of no other, may run by (CSP level 3).</param>
public sealed record Page(string Title, Words Words, string Root, string Nonce);
