using DocMgmt.Api.Rest;
using DocMgmt.Api.Pages.Language;
using DocMgmt.Api.Pages.Parts;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Pages;

/// <summary>Failures as people see them who opened a link in a browser.</summary>
internal static class ProblemPages
{
    private static readonly PathString Links = "/shared";

    public static bool AreFor(HttpContext http) => http.Request.Path.StartsWithSegments(Links) && http.Request.PrefersHtml();

    public static PageAnswer Of(HttpContext http, Problem problem, string traceId)
    {
        var words = Languages.Of(http.Request);
        if (problem.Code == Problems.LinkPasswordRequired.Code || problem.Code == Problems.LinkPasswordWrong.Code)
            return PageAnswer.Of<PasswordPage>(words.PasswordTitle, new PasswordModel(Start(http) + http.Request.QueryString, problem.Code == Problems.LinkPasswordWrong.Code), problem.Status);
        var known = words.Problems.TryGetValue(problem.Code, out var said);
        if (!known) said = words.Problems[problem.Status >= 500 ? "5xx" : "4xx"];
        var minutes = problem.RetryAfter is { } after ? Math.Max(1, (int)Math.Ceiling(after.TotalMinutes)) : (int?)null;
        return PageAnswer.Of<ProblemPage>(said.Title, new ProblemModel(
            said.Title, said.Text, Detail(problem, known), minutes, problem.Status >= 500 ? traceId : null, IsBelowStart(http) ? Start(http) : null), problem.Status);
    }

    private static string? Detail(Problem problem, bool known) => problem.Errors?.SelectMany(e => e.Value).FirstOrDefault() ?? (known || problem.Status >= 500 ? null : problem.Message);

    // Whether the link itself is there is not known here; its own page will say.
    private static bool IsBelowStart(HttpContext http) => Segments(http).Length > 2 || http.Request.QueryString.HasValue;

    private static string Start(HttpContext http) => $"{PageAnswer.Root(http.Request)}shared/{Uri.EscapeDataString(Segments(http).ElementAtOrDefault(1) ?? "")}";

    private static string[] Segments(HttpContext http) => http.Request.Path.Value!.Trim('/').Split('/');
}
