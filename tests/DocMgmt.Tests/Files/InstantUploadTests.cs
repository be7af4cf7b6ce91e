using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>Whose content needs no bytes, and who is told that a content is there already.</summary>
public class InstantUploadTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Fact]
    public async Task Own_content_makes_a_version_at_once()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("a.pdf", content);

        var answer = await (await alice.InitiateAsync("b.pdf", content)).SucceededAsync();

        Assert.True(answer.GetProperty("deduplicated").GetBoolean());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("upload_url").ValueKind);
        var file = await alice.GetJsonAsync($"/v1/items/{answer.GetProperty("item_id")}");
        Assert.Equal(answer.GetProperty("version_id").GetInt64(), file.GetProperty("current_version_id").GetInt64());
        Assert.Equal(content, await alice.DownloadAsync(file.Id()));
        Assert.Equal((2, 2), await alice.Service.ReferencesAsync(content));
        Assert.Equal(2 * content.Length, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Who_knows_only_the_hash_of_anothers_content_gets_nothing_and_learns_nothing()
    {
        var (alice, mallory) = (await api.NewUserAsync(), await api.NewUserAsync());
        await alice.UploadAsync("secret.bin", content);

        var known = await (await mallory.InitiateAsync("a.bin", content)).SucceededAsync();
        var unknown = await (await mallory.InitiateAsync("a.bin", content, checksum: new string('a', 64))).SucceededAsync();

        foreach (var answer in new[] { known, unknown })
        {
            Assert.False(answer.GetProperty("deduplicated").GetBoolean());
            await (await mallory.CompleteAsync(answer.GetProperty("version_id").GetInt64())).IsProblemAsync(HttpStatusCode.Conflict, "upload_incomplete");
        }

        Assert.Equal(known.EnumerateObject().Select(p => p.Name), unknown.EnumerateObject().Select(p => p.Name));
        Assert.Equal(known.Text("message"), unknown.Text("message"));
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
    }

    [Fact]
    public async Task Who_sends_anothers_content_is_not_told_so_and_it_is_kept_once_all_the_same()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        await alice.UploadAsync("a.bin", content);

        var put = await bob.UploadAsync("b.bin", content);
        var again = await bob.UploadAsync("c.bin", content);

        Assert.False(put.GetProperty("deduplicated").GetBoolean());
        Assert.True(again.GetProperty("deduplicated").GetBoolean());
        Assert.Single(bob.Service.Published(content));
        Assert.Empty(bob.Service.Staged(content));
        Assert.Equal((3, 3), await bob.Service.ReferencesAsync(content));
        Assert.Equal(content, await bob.DownloadAsync(put.Id()));
    }

    [Fact]
    public async Task Content_that_a_grant_lets_one_read_is_instant_as_long_as_it_lasts()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Work");
        var deep = await alice.CreateFolderAsync("Deep", folder);
        await alice.UploadAsync("a.bin", content, deep);
        async Task<bool> InstantAsync() => (await (await bob.InitiateAsync($"{Guid.NewGuid()}.bin", content)).SucceededAsync()).GetProperty("deduplicated").GetBoolean();

        await api.Service.GrantAsync(folder, bob, 1, alice.Service.Clock.GetUtcNow().UtcDateTime.AddHours(-1));
        Assert.False(await InstantAsync());
        await alice.Service.ExecuteAsync("UPDATE permissions SET expires_at = NULL WHERE item_id = $1", folder);
        await alice.Service.ExecuteAsync("UPDATE folders SET trash_id = $1 WHERE id IN ($1, $2)", folder, deep);
        Assert.False(await InstantAsync());
        await alice.Service.ExecuteAsync("UPDATE folders SET trash_id = NULL WHERE id IN ($1, $2)", folder, deep);
        Assert.True(await InstantAsync());
    }

    [Fact]
    public async Task Content_whose_length_was_told_wrong_is_not_instant()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("a.bin", content);

        var answer = await (await alice.InitiateAsync("b.bin", TestUser.NewContent(5), checksum: TestUser.Sha256(content))).SucceededAsync();

        Assert.False(answer.GetProperty("deduplicated").GetBoolean());
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
        Assert.Equal(content.Length, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Damaged_content_is_not_referred_to_without_bytes()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("a.bin", content);
        await alice.Service.ExecuteAsync("UPDATE blobs SET state = 'damaged' WHERE sha256 = decode($1, 'hex')", TestUser.Sha256(content));

        var answer = await (await alice.InitiateAsync("b.bin", content)).SucceededAsync();

        Assert.False(answer.GetProperty("deduplicated").GetBoolean());
        Assert.Equal((1, 1), await alice.Service.ReferencesAsync(content));
    }

    [Fact]
    public async Task Sixty_four_who_send_the_same_new_content_share_one_copy()
    {
        var users = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.NewUserAsync()));

        var files = await Task.WhenAll(Enumerable.Range(0, 64).Select(async i =>
            i % 2 == 0 ? (await users[i % 8].UploadAsync($"{i}.bin", content)).Id()
                : (await users[i % 8].VersionAsync(PendingUpload.Of(await AnnouncedAsync(users[i % 8], i)))).GetProperty("item_id").GetInt64()));

        Assert.Equal(64, files.Distinct().Count());
        Assert.Equal((64, 64), await api.Service.ReferencesAsync(content));
        Assert.Single(api.Service.Published(content));
        Assert.Empty(api.Service.Staged(content));
        Assert.Equal(content, await users[1].DownloadAsync(files[1]));
        foreach (var user in users) Assert.Equal(8 * content.Length, await user.UsedBytesAsync());
    }

    // Without a checksum, so that it is never instant.
    private async Task<JsonElement> AnnouncedAsync(TestUser user, int i)
    {
        var answer = await user.PostJsonAsync("/v1/files/upload/initiate", new { item_name = $"{i}.bin", size_bytes = content.Length });
        await (await user.Service.PutAsync(PendingUpload.Of(answer).Url, content)).SucceededAsync();
        return answer;
    }
}
