using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Resumable;

namespace DocMgmt.Tests.Pipeline;

/// <summary>What a caller may see, made when a request is to name it. A new kind of thing is a new line.</summary>
internal sealed class CanaryScene(CanaryCaller caller)
{
    private readonly Dictionary<string, object> made = new(StringComparer.Ordinal);

    public byte[] Content { get; } = TestUser.NewContent();

    /// <summary>What an id of that name means there; null: it is none.</summary>
    public static string? Kind(Operation operation, string name) => (name, operation.Path) switch
    {
        ("parent_id", _) or ("in", "/v1/search") => "folder",
        ("permission_id", _) => "permission",
        ("link_id", _) => "link",
        ("item_id", var path) when path.StartsWith("/shared", StringComparison.Ordinal) => path.EndsWith("/items", StringComparison.Ordinal) || path.EndsWith("/archive", StringComparison.Ordinal) ? "folder" : "file",
        ("item_id", _) => "file",
        ("group_id", _) => "group",
        ("owner_id", _) => "member",
        ("user_id", var path) => path.Contains("/members/", StringComparison.Ordinal) ? "member" : "user",
        ("tag_id" or "tag_ids", _) => "tag",
        ("into", _) => "other tag",
        ("id", var path) when path.StartsWith("/v1/tags", StringComparison.Ordinal) => "own tag",
        ("version", _) => "version",
        ("version_id", var path) => path.Contains("/versions/", StringComparison.Ordinal) ? "former" : "upload",
        ("id", var path) when path.StartsWith("/v1/groups", StringComparison.Ordinal) => "group",
        ("id", var path) when path.StartsWith("/v1/jobs", StringComparison.Ordinal) => "job",
        ("id", "/v1/trash/{id}/children") => "trashed folder",
        ("id", "/v1/items/{id}/children" or "/v1/items/{id}/archive") => "folder",
        ("item_ids", "/v1/archive") or ("files", _) => "file",
        ("item_ids", _) => "trashed",
        ("id", var path) when path.StartsWith("/v1/trash", StringComparison.Ordinal) => "trashed",
        ("id", var path) when path.StartsWith("/v1/admin/users", StringComparison.Ordinal) => "user",
        ("id", "/v1/items/{id}/transfer/accept") => "offered",
        ("id", "/v1/items/{id}/transfer") => operation.Method == "POST" ? "own" : "offered",
        ("id", var path) when path.Contains("/permissions", StringComparison.Ordinal) || path.Contains("/share-links", StringComparison.Ordinal) || path.EndsWith("/access", StringComparison.Ordinal)
            || path.Contains("/version-policy", StringComparison.Ordinal) => "folder",
        ("id", _) => "file",
        _ => null,
    };

    /// <summary>The ids of that kind that the caller may not see.</summary>
    public IReadOnlyList<long> Hidden(string kind) => kind switch
    {
        "own tag" or "other tag" => caller.World.Hidden["tag"],
        "folder" or "file" or "trashed" or "trashed folder" or "offered" or "own" => caller.Place is null ? [.. caller.World.Hidden["item"], caller.World.Given] : caller.World.Hidden["item"],
        "upload" or "former" => caller.World.Hidden["version"],
        "user" or "member" => [caller.World.Carol.Id],
        _ => caller.World.Hidden[kind],
    };

    public async Task<long> IdAsync(string kind) => kind == "upload" ? (await UploadAsync()).VersionId : await OnceAsync(kind, async () => kind switch
    {
        "folder" => await caller.Giver.CreateFolderAsync($"{Guid.NewGuid()}", caller.Place),
        "file" => (await caller.Giver.UploadAsync($"{Guid.NewGuid()}.png", Content, await IdAsync("folder"))).Id(),
        "version" => await caller.World.Service.ScalarAsync<long>("SELECT current_version_id FROM items WHERE id = $1", await IdAsync("file")),
        "former" => await FormerAsync(),
        "permission" => (await caller.Giver.ShareAsync(await IdAsync("folder"), caller.World.Dave, "read")).Id(),
        "link" => (await caller.Giver.LinkAsync(await IdAsync("folder"))).Id(),
        "group" => await caller.User.CreateGroupAsync("Team"),
        "member" => (await caller.User.AddMemberAsync(await IdAsync("group"), caller.World.Dave)).GetProperty("user_id").GetInt64(),
        "tag" => await caller.World.Service.PlantTagAsync(await IdAsync("file")),
        "own tag" or "other tag" => await caller.User.CreateTagAsync($"{Guid.NewGuid()}"),
        "user" => caller.World.Dave.Id,
        "job" => await caller.World.Service.QueueJobAsync(caller.User),
        "trashed" => await TrashedAsync((await caller.User.UploadAsync($"{Guid.NewGuid()}", Content)).Id()),
        "trashed folder" => await TrashedAsync(await caller.User.CreateFolderAsync($"{Guid.NewGuid()}")),
        "own" => (await caller.User.UploadAsync($"{Guid.NewGuid()}", Content)).Id(),
        "offered" => await OfferedAsync(),
        _ => throw new ArgumentException($"There is nothing of kind {kind}.", nameof(kind)),
    });

    /// <summary>One whose bytes were sent.</summary>
    // Without its hash: the caller may have that content by now.
    public Task<PendingUpload> UploadAsync() => OnceAsync("upload", async () =>
    {
        var upload = PendingUpload.Of(await caller.User.PostJsonAsync("/v1/files/upload/initiate", new { item_name = $"{Guid.NewGuid()}", size_bytes = Content.Length }));
        await (await caller.World.Service.PutAsync(upload.Url, Content)).SucceededAsync();
        return upload;
    });

    /// <summary>An upload in several requests, of which nothing was sent yet.</summary>
    public Task<Guid> ResumableAsync(bool byLink) => OnceAsync($"resumable {byLink}", async () =>
        Guid.Parse((await caller.User.Http.BeginAsync(Content.Length, Tus.Metadata(("item_name", $"{Guid.NewGuid()}")), byLink ? $"/shared/{await TokenAsync(drops: true)}/tus" : Tus.Uploads)).Split('/')[^1]));

    /// <summary>The query of a URL that the caller's file is fetched by.</summary>
    public Task<string> FetchQueryAsync() => OnceAsync("fetch", async () =>
        new Uri(await caller.User.FetchUrlAsync(await IdAsync("file"))).Query.TrimStart('?'));

    /// <summary>Of a link to the folder, which reads or takes files.</summary>
    public Task<string> TokenAsync(bool drops) => OnceAsync($"token {drops}", async () =>
        (await caller.Giver.LinkAsync(await IdAsync("folder"), new { permission_type = drops ? "write" : "read" })).Text("token"));

    /// <summary>Another sign-in of the caller's, to be ended.</summary>
    public Task<TestUser> SignInAsync() => OnceAsync("session", () => caller.World.Service.SignInAsync(caller.User.Email));

    /// <summary>Of the file, which has a newer one.</summary>
    private async Task<long> FormerAsync()
    {
        var file = await caller.Giver.ItemAsync(await IdAsync("file"));
        await caller.Giver.UploadAsync(file.Text("item_name"), TestUser.NewContent(), await IdAsync("folder"));
        return file.GetProperty("current_version_id").GetInt64();
    }

    private async Task<long> TrashedAsync(long item)
    {
        await caller.User.TrashAsync(item);
        return item;
    }

    private async Task<long> OfferedAsync()
    {
        var file = (await caller.World.Dave.UploadAsync($"{Guid.NewGuid()}", Content)).Id();
        await (await caller.World.Dave.OfferAsync(file, new { user_id = caller.User.Id })).SucceededAsync();
        return file;
    }

    private async Task<T> OnceAsync<T>(string what, Func<Task<T>> make)
        where T : notnull
    {
        if (made.TryGetValue(what, out var known)) return (T)known;
        var value = await make();
        made[what] = value;
        return value;
    }
}
