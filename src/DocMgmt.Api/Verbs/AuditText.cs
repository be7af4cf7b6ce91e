using System.Text;
using DocMgmt.Drive.Seals;

namespace DocMgmt.Api.Verbs;

/// <summary>A report of the audit log's verification, for people.</summary>
internal static class AuditText
{
    public static string Of(AuditReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Findings) text.AppendLine($"{finding.Kind.ToString().ToLowerInvariant()}: {finding.Text}");
        if (report.Count > report.Findings.Count) text.AppendLine($"… and {report.Count - report.Findings.Count:N0} more");
        text.AppendLine($"{report.Events:N0} events, {report.Unsealed:N0} of them not sealed yet; {report.Seals:N0} seals.");
        if (report.Erased > 0) text.AppendLine($"The details of {report.Erased:N0} were erased, as a seal says.");
        if (report.DroppedMonths.Count > 0) text.AppendLine($"Dropped, as a seal says: {string.Join(", ", report.DroppedMonths)}.");
        if (report.LastSeal is { } last) text.AppendLine($"The last seal, up to position {last.Position}; keep it for --since: {last}");
        return text.Append(report.Count == 0 ? "All is as it was sealed." : $"{report.Count:N0} things are not as they were sealed.").ToString();
    }
}
