using System.Text;
using System.Text.Json;
using DocMgmt.Drive.Doctor;

namespace DocMgmt.Api.Verbs;

/// <summary>A report for people, and for programs.</summary>
internal static class DoctorText
{
    public static string Json(DoctorReport report) => JsonSerializer.Serialize(report, report.GetType(), Rest.Json.Options);

    public static string Of(DoctorReport report)
    {
        var text = new StringBuilder();
        var mended = report as MendedReport;
        foreach (var (check, count) in mended?.Mended ?? new Dictionary<string, long>(StringComparer.Ordinal)) text.AppendLine($"{check}: mended {count:N0}");
        foreach (var finding in report.Findings)
        {
            text.AppendLine($"{finding.Check}: {finding.Count:N0} of {report.Checked[finding.Check]:N0}");
            foreach (var example in finding.Examples) text.AppendLine($"  {example}");
            if (finding.Count > finding.Examples.Count) text.AppendLine("  …");
        }

        var found = report.Findings.Sum(f => f.Count);
        text.Append($"{report.Checked.Count} checks looked at {report.Checked.Values.Sum():N0} things: ");
        return text.Append((found, mended) switch
        {
            (0, _) => "nothing is wrong.",
            (_, null) => $"{found:N0} are not as they should be. doctor --fix mends what can be mended.",
            _ => $"{found:N0} are left that doctor can't mend.",
        }).ToString();
    }
}
