using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <summary>A route that changes something, and what a second request with the same Idempotency-Key gets.</summary>
/// <param name="Prepare">Makes what the request is about; answers its path, and its body, anew each time.</param>
internal sealed partial record KeyedRoute(Func<TestUser, Task<(string Path, Func<HttpContent?> Body)>> Prepare)
{
    /// <summary>Null: the same answer, and no second effect. Else the route ignores the key: status, and code if it is no success.</summary>
    public string? Ignored { get; init; }

    /// <summary>What the request has beside the key.</summary>
    public (string Name, string Value)[] Headers { get; init; } = [];

    /// <summary>It only asks, with a body.</summary>
    public bool ChangesNothing { get; init; }

    /// <summary>Its good answer is no JSON.</summary>
    public bool AnswersBytes { get; init; }

    /// <summary>Something that the user does between the two requests, so that doing the first one again would show.</summary>
    public Func<TestUser, string, Task> Meanwhile { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Every route that changes something, by its method and pattern. A new route is a new line.</summary>
    public static Dictionary<string, KeyedRoute> All => Known.Value;

    private static readonly Dictionary<string, KeyedRoute> Most = new(StringComparer.Ordinal)
    {
        // What these answer is a secret, or they end what a replay would need.
        ["POST /v1/auth/login"] = Json("/v1/auth/login", u => new { email = u.Email, password = TestService.Password }) with { Ignored = "200" },
        ["POST /v1/auth/refresh"] = Json("/v1/auth/refresh", u => new { refresh_token = u.RefreshToken }) with { Ignored = "401 refresh_token_invalid" },
        ["POST /v1/auth/logout"] = Json("/v1/auth/logout", _ => new { }) with { Ignored = "401 session_ended" },
        ["POST /v1/auth/register"] = Json("/v1/auth/register", _ => NewAccount()) with { Ignored = "409 email_taken" },
        ["POST /v1/users/me/password"] =
            Json("/v1/users/me/password", _ => new { current_password = TestService.Password, new_password = "another one" }) with { Ignored = "400 validation_failed" },

        ["PATCH /v1/users/me"] = Json("/v1/users/me", _ => new { display_name = "First" }) with { Meanwhile = PatchAsync },
        ["POST /v1/admin/users"] = Json("/v1/admin/users", _ => NewAccount()),
        ["PATCH /v1/admin/users/{id:long}"] = new(async user =>
        {
            var somebody = await user.Service.NewUserAsync();
            return ($"/v1/admin/users/{somebody.Id}", () => JsonContent.Create(new { display_name = "First" }));
        }) { Meanwhile = PatchAsync },

        ["POST /v1/groups"] = Json("/v1/groups", _ => new { name = "x" }),
        ["PATCH /v1/groups/{id:long}"] = new(async user => ($"/v1/groups/{await user.CreateGroupAsync("x")}", () => JsonContent.Create(new { name = "First" })))
        {
            Meanwhile = async (user, path) => await (await user.PatchAsync(path, new { name = "Second" })).SucceededAsync(),
        },
        ["DELETE /v1/groups/{id:long}"] = new(async user => ($"/v1/groups/{await user.CreateGroupAsync("x")}", () => null)),
        ["POST /v1/groups/{id:long}/members"] = new(async user =>
        {
            var (group, somebody) = (await user.CreateGroupAsync("x"), await user.Service.NewUserAsync());
            return ($"/v1/groups/{group}/members", () => JsonContent.Create(new { user_id = somebody.Id }));
        }) { Meanwhile = async (user, path) => await user.Service.ExecuteAsync("DELETE FROM group_members WHERE user_id <> $1", user.Id) },
        ["PATCH /v1/groups/{id:long}/members/{user_id:long}"] = new(async user => (await MemberAsync(user), () => JsonContent.Create(new { is_manager = true })))
        {
            Meanwhile = async (user, path) => await (await user.PatchAsync(path, new { is_manager = false })).SucceededAsync(),
        },
        ["DELETE /v1/groups/{id:long}/members/{user_id:long}"] = new(async user => (await MemberAsync(user), () => null)),

        ["POST /v1/items"] = Json("/v1/items", _ => new { item_name = "x", type = "folder", on_conflict = "rename" }),

        ["POST /v1/items/{id:long}/copy"] = new(async user =>
            ($"/v1/items/{(await user.UploadAsync("x", TestUser.NewContent())).Id()}/copy", () => JsonContent.Create(new { on_conflict = "rename" }))),
        ["PATCH /v1/items/{id:long}"] = new(async user => ($"/v1/items/{await user.CreateFolderAsync("x")}", () => JsonContent.Create(new { item_name = "y" })))
        {
            Meanwhile = async (user, path) => await (await user.PatchAsync(path, new { item_name = "z" })).SucceededAsync(),
        },
        ["POST /v1/items/{id:long}/move"] = new(async user =>
        {
            var to = await user.CreateFolderAsync("to");
            return ($"/v1/items/{await user.CreateFolderAsync("x")}/move", () => JsonContent.Create(new { parent_id = to, item_name = "y" }));
        }) { Meanwhile = async (user, path) => await (await user.RenameAsync(long.Parse(path.Split('/')[3]), "z")).SucceededAsync() },
        ["DELETE /v1/items/{id:long}"] = new(async user => ($"/v1/items/{(await user.UploadAsync("x", TestUser.NewContent())).Id()}", () => null)),
        ["POST /v1/items/{id:long}/permissions"] = new(async user =>
        {
            var (folder, grantee) = (await user.CreateFolderAsync("x"), await user.Service.NewUserAsync());
            return ($"/v1/items/{folder}/permissions", () => JsonContent.Create(new { email = grantee.Email, permission_type = "write" }));
        }),
        ["PATCH /v1/items/{id:long}/permissions/{permission_id:long}"] = new(async user => (await GrantedAsync(user), () => JsonContent.Create(new { permission_type = "write" })))
        {
            Meanwhile = async (user, path) => await (await user.PatchAsync(path, new { permission_type = "admin" })).SucceededAsync(),
        },
        ["DELETE /v1/items/{id:long}/permissions/{permission_id:long}"] = new(async user => (await GrantedAsync(user), () => null)),
        ["POST /v1/items/{id:long}/share-links"] = new(async user =>
            ($"/v1/items/{await user.CreateFolderAsync("x")}/share-links", () => JsonContent.Create(new { password = "open sesame", label = "First" }))),
        ["PATCH /v1/items/{id:long}/share-links/{link_id:long}"] = new(async user => (await LinkPathAsync(user), () => JsonContent.Create(new { password = "open sesame", label = "First" })))
        {
            Meanwhile = async (user, path) => await (await user.PatchAsync(path, new { label = "Second" })).SucceededAsync(),
        },
        ["DELETE /v1/items/{id:long}/share-links/{link_id:long}"] = new(async user => (await LinkPathAsync(user), () => null)),
        // Visitors have no keys: nobody knows whose they would be.
        ["POST /shared/{token}"] = Visit("/shared", "", () => JsonContent.Create(new { }), "200"),
        ["POST /v1/shared/{token}"] = Visit("/v1/shared", "", () => JsonContent.Create(new { }), "200"),
        ["PUT /shared/{token}/content"] = Visit("/shared", "/content?item_name=x", () => new ByteArrayContent([1]), "201"),
        ["PUT /v1/shared/{token}/content"] = Visit("/v1/shared", "/content?item_name=x", () => new ByteArrayContent([1]), "201"),
        ["POST /shared/{token}/upload"] = Visit("/shared", "/upload", Form, "201"),
        ["POST /v1/shared/{token}/upload"] = Visit("/v1/shared", "/upload", Form, "201"),
        ["POST /shared/{token}/unlock"] = Visit("/shared", "/unlock", () => new FormUrlEncodedContent([]), "303") with { ChangesNothing = true, AnswersBytes = true },
        ["POST /v1/items/{id:long}/transfer"] = new(async user =>
        {
            var (folder, somebody) = (await user.CreateFolderAsync("x"), await user.Service.NewUserAsync());
            return ($"/v1/items/{folder}/transfer", () => JsonContent.Create(new { user_id = somebody.Id }));
        }) { Meanwhile = async (user, path) => await (await user.DeleteAsync(path)).SucceededAsync() },
        ["DELETE /v1/items/{id:long}/transfer"] = new(async user => ($"/v1/items/{await user.AreOfferedAsync()}/transfer", () => null)),
        ["POST /v1/items/{id:long}/transfer/accept"] = new(async user => ($"/v1/items/{await user.AreOfferedAsync()}/transfer/accept", () => null)),
        ["POST /v1/search"] = Json("/v1/search", _ => new { query = "First" }) with { ChangesNothing = true, Ignored = "200" },
        ["POST /v1/tags"] = Json("/v1/tags", _ => new { name = $"{Guid.NewGuid()}" }),
        ["PATCH /v1/tags/{id:long}"] = new(async user => ($"/v1/tags/{await user.CreateTagAsync("x")}", () => JsonContent.Create(new { name = "First" })))
        {
            Meanwhile = async (user, path) => await (await user.PatchAsync(path, new { name = "Second" })).SucceededAsync(),
        },
        ["POST /v1/tags/{id:long}/merge"] = new(async user =>
        {
            var into = await user.CreateTagAsync("y");
            return ($"/v1/tags/{await user.CreateTagAsync("x")}/merge", () => JsonContent.Create(new { into }));
        }),
        ["DELETE /v1/tags/{id:long}"] = new(async user => ($"/v1/tags/{await user.CreateTagAsync("x")}", () => null)),
        ["PUT /v1/items/{id:long}/tags"] = new(async user => ($"/v1/items/{await user.CreateFolderAsync("x")}/tags", () => JsonContent.Create(new { tags = new[] { "First" } })))
        {
            Meanwhile = async (user, path) => await user.CarryAsync(long.Parse(path.Split('/')[3]), "Second"),
        },
        ["POST /v1/items/{id:long}/tags"] = new(async user => ($"/v1/items/{await user.CreateFolderAsync("x")}/tags", () => JsonContent.Create(new { name = "First" })))
        {
            Meanwhile = async (user, path) => await user.CarryAsync(long.Parse(path.Split('/')[3]), "Second"),
        },
        ["PUT /v1/items/{id:long}/tags/{tag_id:long}"] = new(async user =>
        {
            var folder = await user.CreateFolderAsync("x");
            return ($"/v1/items/{folder}/tags/{await user.CreateTagAsync("First")}", () => null);
        }) { Meanwhile = async (user, path) => await user.CarryAsync(long.Parse(path.Split('/')[3]), "Second") },
        ["DELETE /v1/items/{id:long}/tags/{tag_id:long}"] = new(async user =>
        {
            var folder = await user.CreateFolderAsync("x");
            return ($"/v1/items/{folder}/tags/{await user.Service.PlantTagAsync(folder)}", () => null);
        }),
        ["POST /v1/items/{id:long}/versions/{version_id:long}/restore"] = new(async user => ($"{await FormerAsync(user)}/restore", () => null)),
        ["PATCH /v1/items/{id:long}/versions/{version_id:long}"] = new(async user => (await FormerAsync(user), () => JsonContent.Create(new { label = "First" })))
        {
            Meanwhile = async (user, path) => await (await user.PatchAsync(path, new { label = "Second" })).SucceededAsync(),
        },
        ["DELETE /v1/items/{id:long}/versions/{version_id:long}"] = new(async user => (await FormerAsync(user), () => null)),
        ["PUT /v1/items/{id:long}/version-policy"] = new(async user => (await PolicyAsync(user), () => JsonContent.Create(new { keep_newest = 5 })))
        {
            Meanwhile = async (user, path) => await (await user.DeleteAsync(path)).SucceededAsync(),
        },
        ["DELETE /v1/items/{id:long}/version-policy"] = new(async user => (await PolicyAsync(user), () => null))
        {
            Meanwhile = async (user, path) => await (await user.SetPolicyAsync(long.Parse(path.Split('/')[3]), new { keep_newest = 7 })).SucceededAsync(),
        },
        ["POST /v1/archive"] = new(async user =>
        {
            var file = (await user.UploadAsync("x", TestUser.NewContent())).Id();
            return ("/v1/archive", () => JsonContent.Create(new { item_ids = new[] { file } }));
        }) { Ignored = "200", ChangesNothing = true, AnswersBytes = true },
        ["POST /v1/files/urls"] = new(async user =>
        {
            var file = (await user.UploadAsync("x", TestUser.NewContent())).Id();
            return ("/v1/files/urls", () => JsonContent.Create(new { files = new[] { new { item_id = file } } }));
        }) { Ignored = "200", ChangesNothing = true },
        ["POST /v1/items/{id:long}/version-policy/dry-run"] = new(async user => ($"{await PolicyAsync(user)}/dry-run", () => null)) { Ignored = "200", ChangesNothing = true },
        ["POST /v1/trash/{id:long}/restore"] = new(async user => ($"/v1/trash/{await TrashedAsync(user)}/restore", () => null)),
        ["DELETE /v1/trash"] = new(async user =>
        {
            await TrashedAsync(user);
            return ("/v1/trash", () => null);
        }) { Meanwhile = JobsEndAsync },
        ["POST /v1/trash/purge"] = new(async user =>
        {
            var trashed = await TrashedAsync(user);
            return ("/v1/trash/purge", () => JsonContent.Create(new { item_ids = new[] { trashed } }));
        }) { Meanwhile = JobsEndAsync },
        ["DELETE /v1/trash/{id:long}"] = new(async user => ($"/v1/trash/{await TrashedAsync(user)}", () => null)),

        ["POST /v1/batch"] = new(async user =>
        {
            var file = (await user.UploadAsync($"{Guid.NewGuid()}", TestUser.NewContent())).Id();
            return ("/v1/batch", () => JsonContent.Create(new { operations = new[] { new { op = "copy", item_id = file, item_name = "copy" } } }));
        }),

        ["POST /v1/admin/jobs/{name}/run"] = Json("/v1/admin/jobs/blob-sweep/run", _ => new { }),
        ["DELETE /v1/jobs/{id:long}"] = new(async user => ($"/v1/jobs/{await user.Service.QueueJobAsync(user)}", () => null)),
    };

    private static readonly Lazy<Dictionary<string, KeyedRoute>> Known = new(() => new(Most.Concat(OfFiles()).Concat(OfTus()), StringComparer.Ordinal));
}
