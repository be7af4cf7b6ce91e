using DocMgmt.Api.Pages.Language;
using DocMgmt.Api.Pages.Parts;
using DocMgmt.Api.Rest;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.Pages;

/// <summary>Failures as people see them who opened a link in a browser.</summary>
internal static class ProblemPages
{
    public static PageAnswer Of(HttpContext http, Problem problem, string traceId)
    {
        var words = Languages.Of(http.Request);
        if (problem.Code == Problems.LinkPasswordRequired.Code) return AskForPassword(http, problem, words.PasswordTitle, isWrong: false);
        if (problem.Code == Problems.LinkPasswordWrong.Code) return AskForPassword(http, problem, words.PasswordWrong, isWrong: true);
        var (title, text) = words.Problems.GetValueOrDefault(problem.Code, words.Problems[problem.Status >= StatusCodes.Status500InternalServerError ? "5xx" : "4xx"]);
        return PageAnswer.Of<ProblemPage>(title, new ProblemModel(title, text, Detail(problem, words), Minutes(problem), problem.Status >= StatusCodes.Status500InternalServerError ? traceId : null, Start(http, problem)), problem.Status)
            with { MayBeFramed = true }; // where a preview fails, its frame says why
    }

    private static PageAnswer AskForPassword(HttpContext http, Problem problem, string title, bool isWrong) => PageAnswer.Of<PasswordPage>(
        title, new PasswordModel(LinkAddress.Relative(http.Request) + SharedUnlockRoutes.Deed + LinkAddress.WithoutKey(http.Request), isWrong), problem.Status);

    private static string? Detail(Problem problem, Words words) => problem.Errors?.SelectMany(e => e.Value).FirstOrDefault()
        ?? (words.Problems.ContainsKey(problem.Code) || problem.Status >= StatusCodes.Status500InternalServerError ? null : problem.Message);

    private static int? Minutes(Problem problem) =>
        problem is { Status: StatusCodes.Status429TooManyRequests, RetryAfter: { } after } ? Math.Max(1, (int)Math.Ceiling(after.TotalMinutes)) : null;

    // Only whom the gate let in is led back to the link: for others, and when it has ended meanwhile, there is nothing.
    private static string? Start(HttpContext http, Problem problem) =>
        http.RequestServices.GetRequiredService<Caller>().Visit is not null && problem.Status != StatusCodes.Status410Gone ? LinkAddress.Relative(http.Request) : null;
}
