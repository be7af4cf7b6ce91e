using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;

namespace DocMgmt.Drive.Text;

/// <summary>The Unicode data behind <see cref="CanonicalForm"/>, read once from <c>canonical.txt</c>, whose head describes its lines.</summary>
internal sealed class CanonicalTable
{
    private readonly FrozenDictionary<int, byte> classes;
    private readonly FrozenDictionary<int, int[]> decompositions;
    private readonly FrozenDictionary<(int First, int Second), int> compositions;

    private CanonicalTable(IEnumerable<string> lines)
    {
        var classOf = new Dictionary<int, byte>();
        var decomposed = new Dictionary<int, int[]>();
        var composed = new Dictionary<(int, int), int>();
        foreach (var line in lines.Where(l => !l.StartsWith('#')))
        {
            var parts = line.Split(['-', ' ', '=', '>']);
            if (line.Contains('-'))
            {
                for (var point = Hex(parts[0]); point <= Hex(parts[1]); point++) classOf[point] = byte.Parse(parts[2]);
                continue;
            }
            var sequence = parts.Skip(1).Select(Hex).ToArray();
            decomposed[Hex(parts[0])] = sequence;
            if (line.Contains('=')) composed[(sequence[0], sequence[1])] = Hex(parts[0]);
        }
        classes = classOf.ToFrozenDictionary();
        decompositions = decomposed.ToFrozenDictionary();
        compositions = composed.ToFrozenDictionary();
    }

    public static CanonicalTable Instance { get; } = new(ReadLines());

    /// <summary>The canonical combining class: 0 for starters, else 1 to 254.</summary>
    public int ClassOf(int point) => classes.GetValueOrDefault(point);

    /// <summary>One step of decomposition: only the first of the sequence may decompose further. Null when there is none.</summary>
    public int[]? Decomposition(int point) => decompositions.GetValueOrDefault(point);

    public bool TryCompose(int first, int second, out int composed) => compositions.TryGetValue((first, second), out composed);

    private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier);

    private static IEnumerable<string> ReadLines()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("canonical.txt")!);
        while (reader.ReadLine() is { Length: > 0 } line) yield return line;
    }
}
