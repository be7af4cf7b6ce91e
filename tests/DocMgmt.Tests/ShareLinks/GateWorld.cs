using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>Alice's <c>/above/{FolderName}/{FileName}</c>, and Bob, who has admin on that folder and made a link to it, in a state.</summary>
internal sealed record GateWorld(TestService Service, TestUser Alice, TestUser Bob, long Above, long Folder, string Content)
{
    public const string FolderName = "zq-folder", FileName = "zq-file.txt";
    private const string Right = "open sesame", Wrong = "open barley";

    public JsonElement Link { get; private set; }

    /// <summary>What the visitor sends with every request; null: none.</summary>
    public string? Password { get; private set; }

    /// <summary>What stands in every address; empty: nothing.</summary>
    public string Unlock { get; private set; } = "";

    /// <summary>How a link comes into a state, and what visitors are told then; null: they come in.</summary>
    public static readonly IReadOnlyDictionary<string, (Func<GateWorld, Task> Make, (HttpStatusCode Status, string Code)? Refusal)> States =
        new Dictionary<string, (Func<GateWorld, Task>, (HttpStatusCode, string)?)>(StringComparer.Ordinal)
        {
            ["no password"] = (w => w.MakeAsync(null), null),
            ["password"] = (async w => { await w.MakeAsync(Right); w.Password = Right; }, null),
            ["unlocked"] = (async w => { await w.MakeAsync(Right); await w.UnlockAsync(); }, null),
            ["no password said"] = (w => w.MakeAsync(Right), (HttpStatusCode.Unauthorized, "link_password_required")),
            ["wrong password"] = (async w => { await w.MakeAsync(Right); w.Password = Wrong; }, (HttpStatusCode.Unauthorized, "link_password_wrong")),
            ["expired"] = (async w =>
            {
                await w.MakeAsync(null);
                await w.Service.ExecuteAsync("UPDATE share_links SET expires_at = created_at WHERE id = $1", w.Link.Id());
            }, (HttpStatusCode.Gone, "link_expired")),
            ["used up"] = (async w =>
            {
                await w.MakeAsync(null);
                await w.Service.ExecuteAsync("UPDATE share_links SET max_downloads = CASE level WHEN 1 THEN 2 END, download_count = 2, max_uploads = CASE level WHEN 2 THEN 2 END, upload_count = 2 WHERE id = $1", w.Link.Id());
            }, (HttpStatusCode.Gone, "link_used_up")),
            ["revoked"] = (async w => { await w.MakeAsync(null); await (await w.Bob.DeleteLinkAsync(w.Link)).SucceededAsync(); }, Gone),
            ["trashed item"] = (async w => { await w.MakeAsync(null); await w.Alice.TrashAsync(w.Folder); }, Gone),
            ["trashed parent"] = (async w => { await w.MakeAsync(null); await w.Alice.TrashAsync(w.Above); }, Gone),
            ["moved away"] = (async w => { await w.MakeAsync(null); await w.MoveAwayAsync(); }, Gone),
            ["creator disabled"] = (async w => { await w.MakeAsync(null); await w.Service.DisableAsync(w.Bob); }, Gone),
            ["creator lost the right"] = (async w => { await w.MakeAsync(null); await w.Alice.RevokeAsync(w.Folder, (await w.Alice.GrantsAsync(w.Folder)).Single().Id()); }, Gone),
            ["creator has less now"] = (async w => { await w.MakeAsync(null); await w.Alice.ShareAsync(w.Folder, w.Bob, "write"); }, Gone),
            ["password changed"] = (async w =>
            {
                await w.MakeAsync(Right);
                await w.UnlockAsync();
                await (await w.Bob.ChangeLinkAsync(w.Link, new { password = Right })).SucceededAsync(); // the same one, set again
            }, (HttpStatusCode.Unauthorized, "link_password_required")),
        };

    private static (HttpStatusCode, string) Gone => (HttpStatusCode.Gone, "link_gone");

    private static readonly ConcurrentDictionary<(string, bool, Type), Lazy<Task<GateWorld>>> Worlds = new();

    private bool Drops { get; init; }

    /// <summary>The one that the cells of a state share, which a test class asks one after the other.</summary>
    public static Task<GateWorld> OfAsync(Api api, string state, bool drops, Type tests) => Worlds.GetOrAdd((state, drops, tests), key => new(() => NewAsync(api, key.Item1, key.Item2))).Value;

    private static async Task<GateWorld> NewAsync(Api api, string state, bool drops)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var above = await alice.CreateFolderAsync("above");
        var folder = await alice.CreateFolderAsync(FolderName, above);
        var content = string.Concat(Enumerable.Range(0, 173).Select(_ => Guid.NewGuid().ToString("N")));
        await alice.UploadAsync(FileName, Encoding.UTF8.GetBytes(content), folder);
        await alice.ShareAsync(folder, bob, "admin");
        var world = new GateWorld(api.Service, alice, bob, above, folder, content) { Drops = drops };
        await States[state].Make(world);
        return world;
    }

    public async Task<(long Accesses, long Downloads, long Uploads)> CountsAsync() => (await CountAsync("access"), await CountAsync("download"), await CountAsync("upload"));

    private Task<long> CountAsync(string what) => Service.ScalarAsync<long>($"SELECT {what}_count FROM share_links WHERE id = $1", Link.Id());

    private async Task MakeAsync(string? password) => Link = await Bob.LinkAsync(Folder, new { permission_type = Drops ? "write" : "read", password });

    private async Task UnlockAsync()
    {
        using var visitor = Service.NewVisitor();
        Unlock = $"&unlock={(await visitor.UnlockAsync(Link, Right)).Text("unlock_token")}";
    }

    private async Task MoveAwayAsync()
    {
        var carol = await Service.NewUserAsync();
        var there = await carol.CreateFolderAsync("there");
        await carol.ShareAsync(there, Alice, "write");
        await (await Alice.PostAsync($"/v1/items/{Folder}/move", new { parent_id = there })).SucceededAsync();
    }
}
