namespace DocMgmt.Tests.Harness;

/// <summary>Tests that take the whole machine: one after the other, when all others are done.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
