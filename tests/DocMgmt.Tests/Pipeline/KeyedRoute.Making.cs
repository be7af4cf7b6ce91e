using System.Net.Http.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Pipeline;

/// <content>What the requests are about.</content>
internal sealed partial record KeyedRoute
{
    public static KeyedRoute Json(string path, Func<TestUser, object> body) => new(user =>
    {
        var sent = body(user);
        return Task.FromResult((path, (Func<HttpContent?>)(() => JsonContent.Create(sent))));
    });

    private static async Task<string> MemberAsync(TestUser user)
    {
        var (group, somebody) = (await user.CreateGroupAsync("x"), await user.Service.NewUserAsync());
        await user.AddMemberAsync(group, somebody);
        return $"/v1/groups/{group}/members/{somebody.Id}";
    }

    private static async Task<long> TrashedAsync(TestUser user)
    {
        var file = (await user.UploadAsync("x", TestUser.NewContent())).Id();
        await user.TrashAsync(file);
        return file;
    }

    private static Task JobsEndAsync(TestUser user, string path) => Eventually.IsTrueAsync(async () =>
        await user.Service.ScalarAsync<long>("SELECT count(*) FROM jobs WHERE user_id = $1 AND finished_at IS NULL", user.Id) == 0);

    private static async Task<string> FormerAsync(TestUser user)
    {
        var (file, versions) = await user.UploadAllAsync("x", TestUser.NewContent(), TestUser.NewContent());
        return $"/v1/items/{file}/versions/{versions[0]}";
    }

    private static async Task<string> PolicyAsync(TestUser user)
    {
        var folder = await user.CreateFolderAsync("x");
        await (await user.SetPolicyAsync(folder, new { keep_newest = 3 })).SucceededAsync();
        return $"/v1/items/{folder}/version-policy";
    }

    private static async Task<string> LinkPathAsync(TestUser user)
    {
        var folder = await user.CreateFolderAsync("x");
        return $"/v1/items/{folder}/share-links/{(await user.LinkAsync(folder)).Id()}";
    }

    /// <summary>A visit to a link that takes files.</summary>
    private static KeyedRoute Visit(string below, string deed, Func<HttpContent> body, string ignored) => new(async user =>
    {
        var link = await user.LinkAsync(await user.CreateFolderAsync("x"), new { permission_type = "write" });
        return ($"{below}/{link.Text("token")}{deed}", body);
    }) { Ignored = ignored };

    private static MultipartFormDataContent Form() => new() { { new ByteArrayContent([1]), "file", "x" } };

    private static async Task<string> GrantedAsync(TestUser user)
    {
        var (folder, grantee) = (await user.CreateFolderAsync("x"), await user.Service.NewUserAsync());
        return $"/v1/items/{folder}/permissions/{(await user.ShareAsync(folder, grantee, "read")).Id()}";
    }

    private static object NewAccount() => new { email = $"{Guid.NewGuid():N}@example.com", password = TestService.Password };

    private static KeyedRoute Bytes(string path, Func<byte[], HttpContent> body) => new(_ =>
    {
        var content = TestUser.NewContent();
        return Task.FromResult((path, (Func<HttpContent?>)(() => body(content))));
    });

    private static async Task PatchAsync(TestUser user, string path) => await (await user.PatchAsync(path, new { display_name = "Second" })).SucceededAsync();
}
