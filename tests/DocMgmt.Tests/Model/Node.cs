using System.Collections.Immutable;

namespace DocMgmt.Tests.Model;

internal enum Level
{
    None,
    Read,
    Write,
    Admin,
    Owner,
}

/// <summary>A file or folder as the model has it. Users are numbers in it, and all that is made has a key of the model's own; <see cref="Ids"/> says what the service calls it.</summary>
/// <param name="Drive">Whose it is.</param>
/// <param name="Parent">Null: a drive's root, or something in the trash that has lost its folder.</param>
internal sealed record Node(int Key, int Drive, int? Parent, bool IsFolder, string Name)
{
    public string? Description { get; init; }

    /// <summary>Put into the trash by itself; null: it was not, though a folder that it is in may have been.</summary>
    public Mark? Trashed { get; init; }

    /// <summary>On its way to be gone for good; with it what went to the trash with it.</summary>
    public bool Purging { get; init; }

    /// <summary>The last is the current one.</summary>
    public ImmutableList<Version> Versions { get; init; } = [];
    public int NextVersion { get; init; } = 1;
    public ImmutableHashSet<int> Tags { get; init; } = [];
    public ImmutableHashSet<int> StarredBy { get; init; } = [];
    public ImmutableDictionary<Grantee, Grant> Grants { get; init; } = ImmutableDictionary<Grantee, Grant>.Empty;

    public Version? Current => Versions.Count == 0 ? null : Versions[^1];
    public long Bytes => Versions.Sum(v => v.Content.Size);

    /// <summary>A drive's root is neither in a folder nor in the trash.</summary>
    public bool IsRoot => Parent is null && Trashed is null;
}

/// <summary>When something went to the trash, as the number of the request, and who put it there.</summary>
internal sealed record Mark(int Request, int By);

internal sealed record Version(int Key, int Number, Content Content)
{
    public string? Label { get; init; }
    public bool IsKept { get; init; }
}

/// <param name="User">Null: the one group that there is.</param>
internal readonly record struct Grantee(int? User);

internal sealed record Grant(int Key, Level Level);

internal sealed record Tag(int Key, int Drive, string Name, string? Color)
{
    /// <summary>What the names of one tag have in common.</summary>
    public string NameKey => KeyOf(Name);

    public static string KeyOf(string name) => Names.Stored(name).Trim().ToLowerInvariant();
}
