namespace DocMgmt.Benchmarks;

/// <summary>Says what was measured, beside what is wanted where something is. A run that misses a figure fails.</summary>
internal sealed class Figures
{
    /// <summary>Of the machine, in the last minute.</summary>
    public static string Load => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    /// <summary>What was missed.</summary>
    public List<string> Missed { get; } = [];

    /// <summary>The median of some measurements of one thing, in milliseconds.</summary>
    /// <param name="atMost">Null: only said.</param>
    public double Median(string what, List<double> milliseconds, double? atMost = null)
    {
        var sorted = milliseconds.Order().ToList();
        var median = sorted[sorted.Count / 2];
        Say(what, median, $"{median:n2} ms ({sorted[0]:n2}–{sorted[^1]:n2}, {sorted.Count} times)", atMost, "ms");
        return median;
    }

    /// <summary>What 19 of 20 measurements of one thing are not above, in milliseconds.</summary>
    /// <param name="atMost">Null: only said.</param>
    public void Percentile95(string what, List<double> milliseconds, double? atMost = null)
    {
        var sorted = milliseconds.Order().ToList();
        var most = sorted[(int)Math.Ceiling(sorted.Count * 0.95) - 1];
        Say(what, most, $"p95 {most:n1} ms (median {sorted[sorted.Count / 2]:n1}, {sorted[0]:n1}–{sorted[^1]:n1}, {sorted.Count} times, load {Load})", atMost, "ms");
    }

    /// <summary>How many times the one is the other.</summary>
    public void Ratio(string what, double one, double other, double? atMost = null) => Say(what, one / other, $"{one / other:n2}", atMost, "");

    private void Say(string what, double value, string text, double? atMost, string unit)
    {
        var missed = value > atMost;
        if (missed) Missed.Add(what);
        Console.WriteLine($"{what}: {text}{(atMost is null ? "" : $"; at most {atMost} {unit}".TrimEnd())}{(missed ? "  MISSED" : "")}");
    }
}
