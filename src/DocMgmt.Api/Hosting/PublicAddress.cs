using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Hosting;

/// <summary>Where clients reach this server: for what answers lead to.</summary>
public sealed class PublicAddress(Settings settings)
{
    /// <summary>Without a slash at the end. To be asked before anything is done that would need it.</summary>
    /// <exception cref="Problem">400: the request's Host is none.</exception>
    public string Of(HttpRequest request)
    {
        if (settings.PublicUrl is { } url) return url.ToString().TrimEnd('/');
        // As sent: HttpRequest.Host decodes international names, and throws at some that are none.
        var host = request.Headers.Host.ToString();
        return Uri.TryCreate($"{request.Scheme}://{host}", UriKind.Absolute, out var server) && server is { PathAndQuery: "/", UserInfo: "", Fragment: "" }
            && Uri.CheckHostName(server.Host.Trim('[', ']')) != UriHostNameType.Unknown
            ? $"{request.Scheme}://{host}"
            : throw Problems.MalformedRequest("The Host header names no host.");
    }

    /// <summary>Whether the client came by https, as far as is known here: a proxy may have taken it off.</summary>
    public bool IsSecure(HttpRequest request) =>
        request.IsHttps || (settings.PublicUrl is { Scheme: "https" } url && url.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
