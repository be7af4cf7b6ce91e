using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Harness.Conformance;
using DocMgmt.Tests.Resumable;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>What requests can be about: people, and whatever earlier answers told of.</summary>
internal sealed class World(TestService service)
{
    /// <summary>The address of somebody in a group: their id alone leads nowhere without the group's.</summary>
    public const string MemberPath = "member_path";

    /// <summary>The address of a former version: its id alone leads nowhere without the file's.</summary>
    public const string VersionPath = "version_path";

    /// <summary>The address of a tag on an item: its id alone takes it off nothing.</summary>
    public const string TagPath = "tag_path";

    /// <summary>Of links that read, and of links that take files: most routes are open to one of them only.</summary>
    public const string ReadToken = "read_token", DropToken = "drop_token";

    /// <summary>The path of an upload in several requests, of a user and of a visitor.</summary>
    public const string ResumableUpload = "resumable_upload", DroppedUpload = "dropped_upload";

    /// <summary>Whether a visitor puts something there.</summary>
    public static bool Drops(Operation operation) => operation.Path is "/shared/{token}/content" or "/shared/{token}/upload" || operation.Path.StartsWith("/shared/{token}/tus", StringComparison.Ordinal);

    private readonly Memory everybodys = new();
    private const int Formers = 4;
    private TestUser? master;
    private string? passwordHash;
    private int signIns;

    /// <summary>Two who share a little, offer each other something and are in a group together, and an administrator.</summary>
    public IReadOnlyList<Actor> Actors { get; } = [new(false), new(false), new(true)];

    /// <summary>Contents that uploads are made of; the last is large enough for a proof of possession.</summary>
    public IReadOnlyList<byte[]> Contents { get; } = [[], "The report."u8.ToArray(), [.. "%PDF-1.7"u8, .. new byte[5_000]], new byte[(1 << 20) + 1]];

    /// <summary>Puts new users where the old ones were lost to what requests did to them.</summary>
    public async Task HealAsync()
    {
        foreach (var actor in Actors.Where(a => a.IsLost))
        {
            if (actor.User is { } user && await SignInAgainAsync(user.Email) is { } again)
            {
                actor.Become(again);
                continue;
            }

            actor.Become(await NewUserAsync(actor.Administers ? "administrator" : "user"));
            var folder = await actor.User.CreateFolderAsync("Work");
            var file = await actor.User.UploadAsync("report.pdf", Contents[1], folder);
            Learn(actor, "items", folder);
            Learn(actor, "folders", folder);
            Learn(actor, "files", file.Id());
            Learn(actor, "items", file.Id());
            Learn(actor, "versions", file.GetProperty("version_id").GetInt64());
            for (var version = file; ; version = await actor.User.UploadAsync("report.pdf", Contents[2], folder))
            {
                var number = version.GetProperty("version_count").GetInt32();
                if (number > Formers) break;
                Learn(actor, VersionPath, $"/v1/items/{file.Id()}/versions/{version.GetProperty("version_id").GetInt64()}");
            }

            foreach (var item in new[] { folder, file.Id() }) Learn(actor, ReadToken, (await actor.User.LinkAsync(item)).Text("token"));
            Learn(actor, DropToken, (await actor.User.LinkAsync(folder, new { permission_type = "write" })).Text("token"));
            foreach (var item in new[] { file.Id(), folder })
            {
                var tag = await service.PlantTagAsync(item);
                Learn(actor, "tags", tag);
                Learn(actor, TagPath, $"/v1/items/{item}/tags/{tag}");
            }

            Learn(actor, "users", actor.User.Id);
            actor.Memory.Learn("refresh_token", actor.User.RefreshToken);
            var group = await actor.User.CreateGroupAsync("Team");
            Learn(actor, "groups", group);
            foreach (var other in Actors.Where(a => !a.IsLost && a != actor))
            {
                await service.GrantAsync(folder, other.User, 1 + (int)(folder % 3));
                await actor.User.AddMemberAsync(group, other.User);
                Learn(actor, MemberPath, $"/v1/groups/{group}/members/{other.User.Id}");
                var given = await actor.User.CreateFolderAsync($"For {other.User.Id}");
                await actor.User.OfferToAsync(given, other.User);
                Learn(other, "offers", given);
                Learn(actor, "offered", given);
            }
        }
    }

    /// <summary>Puts something into everybody's trash, which one request empties.</summary>
    public async Task TrashAsync()
    {
        foreach (var actor in Actors.Where(a => !a.IsLost))
        {
            var made = await actor.User.PostAsync("/v1/items", new { item_name = $"{Guid.NewGuid()}", type = "folder" });
            if (!made.IsSuccessStatusCode) continue; // they were disabled, or signed out
            var folder = (await made.JsonAsync()).Id();
            await actor.User.DeleteAsync($"/v1/items/{folder}");
            Learn(actor, "trashed", folder);
            Learn(actor, "trashed_folders", folder);
        }
    }

    /// <summary>Has everybody offer everybody something: an offer can be accepted once, and chance withdraws them.</summary>
    public async Task OfferAsync()
    {
        var actors = Actors.Where(a => !a.IsLost).ToList();
        foreach (var (actor, other) in actors.SelectMany(a => actors.Where(o => o != a).Select(o => (a, o))))
        {
            var made = await actor.User.PostAsync("/v1/items", new { item_name = $"{Guid.NewGuid()}", type = "folder" });
            if (!made.IsSuccessStatusCode) continue; // they were disabled, or signed out
            var folder = (await made.JsonAsync()).Id();
            await actor.User.PostAsync($"/v1/items/{folder}/transfer", new { user_id = other.User.Id });
            Learn(other, "offers", folder);
            Learn(actor, "offered", folder);
        }
    }

    /// <summary>Has everybody ask for a URL of a file of theirs, which ends with their session.</summary>
    public async Task FetchAsync()
    {
        foreach (var actor in Actors.Where(a => !a.IsLost))
        {
            var made = await actor.User.PutContentAsync($"{Guid.NewGuid()}", TestUser.NewContent());
            if (made.IsSuccessStatusCode) Learn(actor, "fetch_url", await actor.User.FetchUrlAsync((await made.JsonAsync()).Id()));
        }
    }

    /// <summary>Has everybody begin an upload in several requests, themselves and by a link: each is good for one that sends.</summary>
    public async Task BeginUploadsAsync()
    {
        foreach (var actor in Actors.Where(a => !a.IsLost))
        {
            foreach (var (name, uploads) in new[] { (ResumableUpload, Tus.Uploads), (DroppedUpload, $"/shared/{actor.Memory.Recall(DropToken, new Random(0))}/tus") })
            {
                var begun = await actor.User.Http.TryBeginAsync(Contents[2].Length, Tus.Metadata(("item_name", $"{Guid.NewGuid()}")), uploads);
                if (begun.IsSuccessStatusCode) Learn(actor, name, begun.Headers.Location!.AbsolutePath);
            }
        }
    }

    /// <summary>Mostly something of the actor's own; null when there is nothing yet.</summary>
    public string? Recall(Actor actor, string name, Random random) => (random.Next(4) > 0 ? actor.Memory.Recall(name, random) : null) ?? everybodys.Recall(name, random);

    public void Learn(Actor? actor, Operation operation, JsonElement answer)
    {
        actor?.Memory.Learn(operation, answer);
        everybodys.Learn(operation, answer);
    }

    /// <summary>Takes something in that an answer tells only together with its request.</summary>
    public void Learn(Actor actor, string name, string value)
    {
        actor.Memory.Learn(name, value);
        everybodys.Learn(name, value);
    }

    private void Learn(Actor actor, string kind, long id) => Learn(actor, kind, $"{id}");

    /// <summary>Null for those who are locked out, or have another password.</summary>
    private async Task<TestUser?> SignInAgainAsync(string email)
    {
        using var http = service.Anonymous($"127.251.{signIns / 250}.{(signIns++ % 250) + 1}"); // an address that fails too often is refused for a while
        var response = await http.LogInAsync(email);
        if (!response.IsSuccessStatusCode) return null;
        var tokens = await response.JsonAsync();
        return await TestUser.OfAsync(service, email, tokens.Text("access_token"), tokens.Text("refresh_token"));
    }

    // Requests may have changed the first administrator too: then everything of theirs is put back.
    private async Task<TestUser> NewUserAsync(string role)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        passwordHash ??= await service.ScalarAsync<string>("SELECT password_hash FROM users WHERE email = $1", TestService.AdminEmail);
        if (master is null || !(await MakeAsync()).IsSuccessStatusCode)
        {
            await service.ExecuteAsync("UPDATE users SET disabled_at = NULL, role = 'administrator', password_hash = $1 WHERE email = $2", passwordHash!, TestService.AdminEmail);
            master = await service.SignInAsync(TestService.AdminEmail);
            await (await MakeAsync()).SucceededAsync();
        }

        return await service.SignInAsync(email);

        Task<HttpResponseMessage> MakeAsync() => master.PostAsync("/v1/admin/users", new { email, password = TestService.Password, role });
    }
}
