namespace DocMgmt.Soak.Load;

/// <summary>What the actors of one crowd share.</summary>
/// <param name="Ceiling">At more files than that nothing is added.</param>
internal sealed record World(Contents Contents, Ledger Ledger, Tally Tally, Findings Findings, int Ceiling)
{
    private volatile bool disturbed;

    /// <summary>From now on the service may answer anything that says that something failed, or nothing at all.</summary>
    public void Disturb() => disturbed = true;

    public void Calm() => disturbed = false;

    public bool IsDisturbed => disturbed;

    public bool IsFull => Ledger.Count >= Ceiling;

    public bool IsExpected(Answer answer) => disturbed && answer.Status is 0 or 503;
}
