using System.CommandLine;
using DocMgmt.Drive.Doctor;

namespace DocMgmt.Api.Verbs;

/// <summary>Looks whether everything that is stored fits together, and mends what can be mended.</summary>
internal static class DoctorVerb
{
    private const int Healthy = 0, Findings = 1;

    public static Command Create()
    {
        var deep = new Option<bool>("--deep") { Description = "Also read and hash all bytes, which takes as long as the disk does." };
        var fix = new Option<bool>("--fix") { Description = "Mend what can be mended, then look again." };
        var json = new Option<bool>("--json") { Description = "Print JSON, as GET /v1/admin/doctor answers." };
        var verb = new Command("doctor", """
            Looks whether everything that is stored fits together: references against versions, bytes against both, usage against sums, paths against
            parents. Changes nothing without --fix. May run at any time, also while the service runs; while it does not, doctor starts its private
            database for as long as it takes. Exit code: 0 nothing was found, 1 something was (with --fix: is left), 2 it could not run.
            """)
        {
            deep, fix, json,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction((parsed, _) => RunAsync(parsed.UnmatchedTokens, parsed.GetValue(deep), parsed.GetValue(fix), parsed.GetValue(json)));
        return verb;
    }

    private static Task<int> RunAsync(IEnumerable<string> settings, bool deep, bool fix, bool json) => VerbHost.RunAsync(settings, async (services, ct) =>
    {
        var (examiner, line) = (services.GetRequiredService<Examiner>(), new ProgressLine());
        var report = fix ? await examiner.MendAsync(deep, line.Show, ct) : await examiner.ExamineAsync(deep, line.Show, ct);
        line.Clear();
        Console.WriteLine(json ? DoctorText.Json(report) : DoctorText.Of(report));
        return report.Findings.Count == 0 ? Healthy : Findings;
    }, needsStore: true);
}
