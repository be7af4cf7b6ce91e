using System.Collections.Immutable;

namespace DocMgmt.Tests.Model;

/// <summary>
/// The drives of all users, in memory: what there is, and who sees what of it. All of it is immutable underneath, so a copy costs nothing, and
/// what an operation began that is refused in the end is dropped with the copy that it was tried on.
/// </summary>
internal sealed partial class Drives
{
    /// <summary>Who is in the one group; the first made it.</summary>
    public static readonly int[] Group = [0, 1];

    private readonly long[] quotas;
    private ImmutableSortedDictionary<int, Node> nodes = ImmutableSortedDictionary<int, Node>.Empty;
    private ImmutableSortedDictionary<int, Tag> tags = ImmutableSortedDictionary<int, Tag>.Empty;
    private int lastKey;
    private int request;

    /// <param name="quotas">In bytes, of each user.</param>
    public Drives(params long[] quotas)
    {
        this.quotas = quotas;
        foreach (var user in Users) Set(new Node(NewKey(), user, null, true, ""));
    }

    public IEnumerable<int> Users => Enumerable.Range(0, quotas.Length);
    public IEnumerable<Node> Nodes => nodes.Values;
    public IEnumerable<Tag> Tags => tags.Values;

    public Drives Copy() => (Drives)MemberwiseClone();

    /// <summary>What comes now has another time than what came before.</summary>
    public void BeginRequest() => request++;

    public int NewKey() => ++lastKey;
    public void Set(Node node) => nodes = nodes.SetItem(node.Key, node);
    public void Set(Tag tag) => tags = tags.SetItem(tag.Key, tag);
    public Node? Find(int key) => nodes.GetValueOrDefault(key);
    public Tag? FindTag(int key) => tags.GetValueOrDefault(key);
    public Node Root(int user) => Nodes.First(n => n.Drive == user && n.IsRoot);

    /// <summary>What is in a folder and was not put into the trash by itself.</summary>
    public IEnumerable<Node> Children(Node folder) => Nodes.Where(n => n.Parent == folder.Key && n.Trashed is null);

    /// <summary>From the drive's root, or from what has lost its folder, down to the node itself.</summary>
    public ImmutableStack<Node> Chain(Node node)
    {
        var chain = ImmutableStack.Create(node);
        while (chain.Peek().Parent is { } parent) chain = chain.Push(nodes[parent]);
        return chain;
    }

    /// <summary>What took it to the trash: itself, or the nearest folder above it that was put there. Null: it is in no trash.</summary>
    public Node? TrashRoot(Node node) => Chain(node).LastOrDefault(n => n.Trashed is not null);

    public bool IsLive(Node node) => TrashRoot(node) is null;

    /// <summary>Itself and what is below it, but for what is in the trash by itself; a folder before what is in it.</summary>
    public IReadOnlyList<Node> Below(Node node) => [node, .. Children(node).SelectMany(Below)];

    public bool IsBelow(Node node, Node folder) => Chain(node).Any(n => n.Key == folder.Key);

    /// <summary>Sizes of all versions, trash included.</summary>
    public long Used(int user) => Nodes.Where(n => n.Drive == user).Sum(n => n.Bytes);

    /// <exception cref="Refused">403.</exception>
    public void CheckRoom(int user, long bytes)
    {
        if (bytes > quotas[user] - Used(user)) throw Refused.QuotaExceeded;
    }

    /// <summary>Ownership, or the highest grant on it or above it. What is in the trash nobody has; its owner finds it there.</summary>
    public Level LevelOf(int user, Node node)
    {
        if (!IsLive(node)) return Level.None;
        return node.Drive == user ? Level.Owner : Chain(node).SelectMany(n => n.Grants).Where(g => Counts(g.Key, user)).Select(g => g.Value.Level).DefaultIfEmpty().Max();
    }

    public bool Sees(int user, Node node) => LevelOf(user, node) >= Level.Read;

    /// <summary>From the first that the user may read down to the node itself; a root is not shown.</summary>
    public IReadOnlyList<Node> ShownChain(int user, Node node) =>
        [.. Chain(node).SkipWhile(n => node.Drive == user ? n.IsRoot : !IsGranted(user, n))];

    /// <summary>By a grant on the node itself.</summary>
    public static bool IsGranted(int user, Node node) => node.Grants.Keys.Any(g => Counts(g, user));

    private static bool Counts(Grantee grantee, int user) => grantee.User is { } one ? one == user : Group.Contains(user);
}
