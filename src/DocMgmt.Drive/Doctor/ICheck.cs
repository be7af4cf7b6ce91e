namespace DocMgmt.Drive.Doctor;

/// <summary>
/// One thing that must always be true. A check holds no lock, and nothing that a healthy system does meanwhile, or that a crash leaves at any
/// point, may make it find something; README.md says how.
/// </summary>
internal interface ICheck
{
    /// <summary>In snake_case, as the report has it.</summary>
    string Name { get; }

    Task<Examined> ExamineAsync(Look look, CancellationToken ct);
}

/// <summary>A check that can put right what it finds, or some of it.</summary>
internal interface IMending : ICheck
{
    /// <summary>Puts right what it can: commands in bounded batches, each of which decides again under its locks. Done again, it does nothing.</summary>
    /// <returns>How many things.</returns>
    Task<long> MendAsync(Look look, CancellationToken ct);
}

/// <summary>How to look.</summary>
/// <param name="Deep">Whether to read and hash all bytes.</param>
/// <param name="Done">Told now and then how many things were looked at.</param>
internal sealed record Look(bool Deep, Action<long> Done);

/// <summary>What a check saw.</summary>
internal sealed record Examined(long Checked, long Count, IReadOnlyList<string> Examples);

/// <summary>Counts what is wrong and keeps the first examples.</summary>
internal sealed class Faults
{
    private readonly List<string> examples = [];
    private long count;

    public void Add(string example)
    {
        count++;
        if (examples.Count < Finding.MostExamples) examples.Add(example);
    }

    public Examined Of(long looked) => new(looked, count, examples);
}
