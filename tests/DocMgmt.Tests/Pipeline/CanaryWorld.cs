using System.Text.RegularExpressions;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>
/// Alice's <c>/canary-top/Given</c>, of which callers were given the last folder, and all around it what they must learn nothing of: names that
/// begin with "canary", ids that look like nothing else, a content's hash, people.
/// </summary>
internal sealed partial class CanaryWorld
{
    private const string Mark = "canary";
    private static readonly string[] Sequences = ["users", "items", "versions", "permissions", "groups", "jobs", "tags", "share_links"];

    private CanaryWorld(TestService service, TestUser alice, TestUser carol, TestUser dave) => (Service, Alice, Carol, Dave) = (service, alice, carol, dave);

    public TestService Service { get; }
    public TestUser Alice { get; }

    /// <summary>Has to do with what lies above the given folder only.</summary>
    public TestUser Carol { get; }

    /// <summary>Everybody's acquaintance.</summary>
    public TestUser Dave { get; }

    public long Given { get; private set; }

    /// <summary>Of a content that only those have who may read it.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>The ids of what lies around it, by kind.</summary>
    public IReadOnlyDictionary<string, long[]> Hidden { get; private set; } = new Dictionary<string, long[]>();

    public static async Task<CanaryWorld> MakeAsync(TestService service)
    {
        foreach (var (table, n) in Sequences.Select((s, n) => (s, n)))
            await service.ExecuteAsync("SELECT setval(CAST($1 AS regclass), $2)", $"{table}_id_seq", (n + 2) * 1_000_000_000L);
        var (alice, carol, dave) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var world = new CanaryWorld(service, alice, carol, dave);
        var content = TestUser.NewContent();
        world.Hash = TestUser.Sha256(content);

        var top = await alice.CreateFolderAsync("canary-top");
        var beside = await alice.CreateFolderAsync("canary-beside", top);
        var file = await alice.UploadAsync("canary-file.bin", content, top);
        world.Given = await alice.CreateFolderAsync("Given", top);
        var trashed = await alice.UploadAsync("canary-trashed.bin", TestUser.NewContent(), world.Given);
        await alice.TrashAsync(trashed.Id());
        foreach (var item in new[] { top, beside, file.Id() }) await alice.CarryAsync(item, "canary-tag");
        var grants = new List<long> { (await alice.ShareAsync(top, carol, "admin")).Id(), (await alice.ShareAsync(beside, carol, "read")).Id() };
        var group = await alice.CreateGroupAsync("canary-team", carol);
        grants.Add((await (await alice.GrantAsync(top, new { group_id = group, permission_type = "write" })).SucceededAsync()).Id());
        var upload = await carol.AnnounceAsync("canary-upload.bin", TestUser.NewContent(), top);
        world.Hidden = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            ["item"] = [await service.RootAsync(alice), top, beside, file.Id(), trashed.Id(), upload.ItemId],
            ["version"] = [file.GetProperty("version_id").GetInt64(), trashed.GetProperty("version_id").GetInt64(), upload.VersionId],
            ["permission"] = [.. grants],
            ["group"] = [group],
            ["link"] = [(await carol.LinkAsync(top, new { label = "canary-link" })).Id()],
            ["job"] = [await service.QueueJobAsync(carol)],
            ["tag"] = [await alice.CreateTagAsync("canary-unused"), await alice.TagIdAsync("canary-tag")],
        };
        return world;
    }

    /// <param name="kind">read, write or admin on the given folder; stranger; administrator.</param>
    public async Task<CanaryCaller> CallerAsync(string kind)
    {
        var user = kind == "administrator" ? await Service.AdministratorAsync() : await Service.NewUserAsync();
        if (kind is "stranger" or "administrator") return new(this, kind, user, user, null);
        await Alice.ShareAsync(Given, user, kind);
        await Service.GrantAsync(Hidden["item"][2], user, 3, DateTime.UnixEpoch); // it has expired
        return new(this, kind, user, Alice, Given);
    }

    /// <summary>Whatever an answer tells that this caller may not know.</summary>
    public IEnumerable<string> Told(CanaryCaller caller, string answer)
    {
        var numbers = Numbers(answer);
        foreach (var (kind, ids) in Hidden)
        {
            foreach (var id in ids.Where(numbers.Contains)) yield return $"{kind} {id}";
        }

        if (caller.Place is null && numbers.Contains(Given)) yield return "the given folder";
        if (answer.Contains(Mark, StringComparison.OrdinalIgnoreCase)) yield return "a name";
        if (answer.Contains(Hash, StringComparison.OrdinalIgnoreCase) || answer.Contains(Convert.ToBase64String(Convert.FromHexString(Hash)), StringComparison.Ordinal)) yield return "a hash";
        if (caller.Kind != "administrator" && answer.Contains(Alice.Email, StringComparison.Ordinal)) yield return "Alice's address";
    }

    /// <summary>Whether a text is about Carol: by id, by address, or by the name that begins it.</summary>
    public bool NamesCarol(string text) => Numbers(text).Contains(Carol.Id) || text.Contains(Carol.Email.Split('@')[0], StringComparison.Ordinal);

    private static HashSet<long> Numbers(string text) => [.. Number().Matches(text).Select(m => long.Parse(m.Value))];

    [GeneratedRegex("(?<![0-9A-Za-z])[0-9]{10}(?![0-9A-Za-z])", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();
}

/// <param name="Giver">Whoever makes what the caller may see.</param>
/// <param name="Place">Where; null: in the giver's own drive, who is the caller.</param>
internal sealed record CanaryCaller(CanaryWorld World, string Kind, TestUser User, TestUser Giver, long? Place);
