namespace DocMgmt.Benchmarks;

/// <summary>Says what was measured, beside what is wanted where something is. A run that misses a figure fails.</summary>
internal sealed class Figures
{
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

    /// <summary>How many times the one is the other.</summary>
    public void Ratio(string what, double one, double other, double atMost) => Say(what, one / other, $"{one / other:n2}", atMost, "");

    private void Say(string what, double value, string text, double? atMost, string unit)
    {
        var missed = value > atMost;
        if (missed) Missed.Add(what);
        Console.WriteLine($"{what}: {text}{(atMost is null ? "" : $"; at most {atMost} {unit}".TrimEnd())}{(missed ? "  MISSED" : "")}");
    }
}
