namespace DocMgmt.Drive.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">The check's name.</param>
/// <param name="Count">How many things are wrong.</param>
/// <param name="Examples">At most ten of them, in words: which one, and what is wrong.</param>
public sealed record Finding(string Check, long Count, IReadOnlyList<string> Examples)
{
    public const int MostExamples = 10;
}

/// <summary>What an examination found.</summary>
/// <param name="Findings">Of the checks that found something; empty in a healthy system, whatever it does at that moment.</param>
/// <param name="Checked">How many things each check looked at.</param>
public record DoctorReport(IReadOnlyList<Finding> Findings, IReadOnlyDictionary<string, long> Checked);

/// <summary>What was found after mending.</summary>
/// <param name="Mended">How many things each check put right; the report's findings are what is left.</param>
public sealed record MendedReport(DoctorReport Left, IReadOnlyDictionary<string, long> Mended) : DoctorReport(Left)
{
    [System.Text.Json.Serialization.JsonIgnore]
    public DoctorReport Left { get; } = Left;
}

/// <summary>How far an examination is.</summary>
/// <param name="Done">What the check has looked at so far; 0 throughout for checks that are one statement.</param>
public sealed record DoctorProgress(string Check, long Done);
