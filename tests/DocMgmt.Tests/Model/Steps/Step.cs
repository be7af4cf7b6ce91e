namespace DocMgmt.Tests.Model.Steps;

/// <summary>Something that a user does: what the rules make of it, and how it is asked for.</summary>
internal abstract record Step(int User)
{
    /// <summary>Its name as an operation of a batch; null: batches have none.</summary>
    public virtual string? Op => null;

    /// <summary>The item that it is about, if it is about one.</summary>
    public virtual int? About => null;

    /// <summary>Does it in the model.</summary>
    /// <exception cref="Refused">The rules don't allow it; what was changed until then is to be dropped.</exception>
    public abstract Done Do(Drives drives);

    public abstract Request Ask(Ids ids);

    /// <summary>What is said in a batch beside the op and the item.</summary>
    public virtual Fields Operation(Ids ids) => (Fields)Ask(ids).Body!;
}

/// <param name="Body">Null: none; bytes are sent as they are, all else as JSON.</param>
internal sealed record Request(HttpMethod Method, string Path, object? Body = null);

/// <summary>A JSON object. What is left out of one means something else than null.</summary>
internal sealed class Fields : Dictionary<string, object?>
{
    public Fields()
    {
    }

    public Fields(Fields others) : base(others)
    {
    }
}

/// <summary>What came of a step in the model. What was made has keys, for which the answer has ids.</summary>
/// <param name="Item">What the answer shows, if it is an item.</param>
internal sealed record Done(int Status, int? Item = null)
{
    /// <summary>Whether that was made just now.</summary>
    public bool Made { get; init; }

    /// <summary>The version that the answer shows.</summary>
    public int? Version { get; init; }
    public int? Grant { get; init; }
    public int? Tag { get; init; }
    public bool? Deduplicated { get; init; }

    /// <summary>What is special about it; null: nothing. A run tells how often it came about.</summary>
    public string? Way { get; init; }
}
