using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Versions;

/// <summary>What a command made of the policy of a folder.</summary>
/// <param name="Policy">What holds for the folder now.</param>
/// <param name="Changed">False: it had none to take away.</param>
public sealed record PolicyChange(long ItemId, VersionPolicy Policy, bool Changed) : IAboutItem;
