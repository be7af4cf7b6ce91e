using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Files;

/// <summary>What becomes of an upload whose name is taken.</summary>
public class UploadConflictTests(Api api)
{
    private readonly byte[] first = TestUser.NewContent(1_000), second = TestUser.NewContent(2_000);

    [Fact]
    public async Task The_same_name_again_makes_a_new_version_and_keeps_the_old_one()
    {
        var alice = await api.NewUserAsync();
        var before = await alice.UploadAsync("a.bin", first);

        var response = await alice.PutContentAsync("a.bin", second);

        var after = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(before.Id(), after.Id());
        Assert.Equal(2, after.GetProperty("version_count").GetInt32());
        Assert.Equal(2, await alice.Service.ScalarAsync<int>("SELECT version_number FROM versions WHERE id = $1", after.GetProperty("version_id").GetInt64()));
        Assert.Equal(second, await alice.DownloadAsync(after.Id()));
        Assert.Equal(first, await alice.Http.GetByteArrayAsync(new Uri(
            $"/v1/files/{after.Id()}/download?version={before.GetProperty("version_id")}", UriKind.Relative)));
        Assert.Equal(3_000, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task A_name_is_the_same_in_either_unicode_form()
    {
        var alice = await api.NewUserAsync();
        var before = await alice.UploadAsync("caf\u00E9.bin", first);

        var after = await alice.UploadAsync("cafe\u0301.bin", second);

        Assert.Equal(before.Id(), after.Id());
    }

    [Fact]
    public async Task Rename_takes_the_next_free_name()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("a.bin", first);
        await alice.CreateFolderAsync("a (1).bin");

        var response = await alice.PutContentAsync("a.bin", second, query: "&on_conflict=rename");

        var file = await response.SucceededAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("a (2).bin", file.Text("item_name"));
        Assert.Equal(second, await alice.DownloadAsync(file.Id()));
        Assert.Equal(3_000, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Thirty_two_renames_at_once_find_thirty_two_names()
    {
        var alice = await api.NewUserAsync();

        var files = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
            await (await alice.PutContentAsync("a.bin", first, query: "&on_conflict=rename")).SucceededAsync()));

        Assert.Equal(32, files.Select(f => f.Text("item_name")).Distinct().Count());
        Assert.Equal(32_000, await alice.UsedBytesAsync());
        Assert.Equal((32, 32), await alice.Service.ReferencesAsync(first));
    }

    [Fact]
    public async Task Thirty_two_versions_at_once_are_numbered_without_a_gap()
    {
        var alice = await api.NewUserAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => alice.PutContentAsync("a.bin", TestUser.NewContent())));

        var file = (await Task.WhenAll(answers.Select(a => a.SucceededAsync()))).Select(f => f.Id()).Distinct().Single();
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Created);
        Assert.Equal(Enumerable.Range(1, 32), await alice.Service.ScalarAsync<int[]>(
            "SELECT array_agg(version_number ORDER BY version_number) FROM versions WHERE item_id = $1", file));
        Assert.Equal(32, (await alice.GetJsonAsync($"/v1/items/{file}")).GetProperty("version_count").GetInt32());
        Assert.Equal(32_000, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task Fail_leaves_the_file_as_it_is()
    {
        var alice = await api.NewUserAsync();
        var before = await alice.UploadAsync("a.bin", first);

        var response = await alice.PutContentAsync("a.bin", second, query: "&on_conflict=fail");

        await response.IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
        Assert.Equal(first, await alice.DownloadAsync(before.Id()));
        Assert.Equal(1_000, await alice.UsedBytesAsync());
        Assert.Equal((0, null), await alice.Service.ReferencesAsync(second));
        Assert.Empty(alice.Service.Published(second));
    }

    [Fact]
    public async Task A_folders_name_is_taken_whatever_is_said()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateFolderAsync("Work");

        foreach (var query in new[] { "", "&on_conflict=version", "&on_conflict=fail" })
            await (await alice.PutContentAsync("Work", first, query: query)).IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");

        Assert.Equal(0, await alice.UsedBytesAsync());
    }

    [Fact]
    public async Task The_first_upload_of_a_placeholder_is_its_version_1()
    {
        var alice = await api.NewUserAsync();
        var placeholder = await alice.PostJsonAsync("/v1/items", new { item_name = "a.bin", type = "file" });
        await (await alice.GetAsync($"/v1/files/{placeholder.Id()}/download")).IsProblemAsync(HttpStatusCode.Conflict, "no_content");

        var file = await alice.UploadAsync("a.bin", first);

        Assert.Equal(placeholder.Id(), file.Id());
        Assert.Equal(1, file.GetProperty("version_count").GetInt32());
        Assert.Equal(first, await alice.DownloadAsync(file.Id()));
    }
}
