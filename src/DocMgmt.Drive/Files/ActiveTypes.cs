namespace DocMgmt.Drive.Files;

/// <summary>
/// Types that a browser would run: they are never shown from this site's address, only saved. Google Drive shows such things from a domain
/// of its own, ownCloud and Nextcloud let them be saved only; this service has one address.
/// <para>HTML's «navigate» makes documents whose scripts run of HTML, XML (SVG and XHTML among it) and multipart/x-mixed-replace. Everything
/// else is shown as text, picture, sound or video, or is saved. JavaScript would be text, and is saved all the same. PDF is shown: what scripts
/// it has run in the browser's viewer, apart from any site.</para>
/// </summary>
public static class ActiveTypes
{
    private static readonly string[] Exactly = ["text/xml", "text/xsl", "application/xml", "text/jscript", "text/livescript"];
    private static readonly string[] Kinds = ["multipart/", "message/"]; // multipart/related and message/rfc822 are web archives to some
    private static readonly string[] Parts = ["html", "+xml", "javascript", "ecmascript"];

    /// <param name="mimeType">In lower case, with or without parameters.</param>
    public static bool Include(string mimeType)
    {
        var type = mimeType.Split(';')[0].Trim();
        return Exactly.Contains(type)
            || Kinds.Any(k => type.StartsWith(k, StringComparison.Ordinal))
            || Parts.Any(p => type.Contains(p, StringComparison.Ordinal));
    }
}
