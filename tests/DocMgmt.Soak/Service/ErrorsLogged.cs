using System.Text.Json;

namespace DocMgmt.Soak.Service;

/// <summary>Reads what a service logged.</summary>
internal static class ErrorsLogged
{
    // What a service says when it met lost bytes or a wrong count, whoever answers for it.
    private static readonly string[] Alarming = ["is not in the store", "is lost or damaged", "said to have no references", "could not be deleted"];

    /// <summary>Lines that tell of something that ought never to be.</summary>
    public static IEnumerable<string> Findings(string log) =>
        Messages(log).Where(m => Alarming.Any(a => m.Message.Contains(a, StringComparison.Ordinal))).Select(m => "the service says: " + m.Message);

    /// <summary>Errors by what was being done, and how often.</summary>
    public static string Summary(string log) => string.Join(", ", Messages(log).Where(m => m.Level is "Error" or "Critical")
        .GroupBy(m => m.Category, StringComparer.Ordinal).Select(g => $"{g.Key.Split('.')[^1]} {g.Count()}"));

    private static IEnumerable<(string Level, string Category, string Message)> Messages(string log)
    {
        foreach (var line in log.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            JsonElement entry;
            try
            {
                entry = JsonSerializer.Deserialize<JsonElement>(line);
            }
            catch (JsonException)
            {
                continue; // its last line, of which it wrote half
            }

            yield return (entry.GetProperty("LogLevel").GetString()!, entry.GetProperty("Category").GetString()!, entry.GetProperty("Message").GetString()!);
        }
    }
}
