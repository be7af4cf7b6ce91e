using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Versions;

/// <summary>What a file was before is listed, the newest first.</summary>
public class ListVersionsTests(Api api)
{
    [Fact]
    public async Task All_versions_are_listed_the_newest_first()
    {
        var alice = await api.NewUserAsync();
        var contents = new[] { TestUser.NewContent(10), TestUser.NewContent(20), TestUser.NewContent(30) };
        var (file, ids) = await alice.UploadAllAsync("a.txt", contents);

        var listed = await alice.VersionsAsync(file);

        Assert.Equal(ids.Reverse(), listed.Select(v => v.Id()));
        Assert.Equal([3, 2, 1], listed.Select(v => v.GetProperty("version_number").GetInt32()));
        Assert.Equal([true, false, false], listed.Select(v => v.GetProperty("is_current").GetBoolean()));
        Assert.Equal(contents.Reverse().Select(TestUser.Sha256), listed.Select(v => v.Text("checksum")));
        Assert.Equal(listed[1].ToString(), (await alice.GetJsonAsync($"/v1/items/{file}/versions/{ids[1]}")).ToString());
        Assert.Equal(contents[0], await alice.Http.GetByteArrayAsync(new Uri($"/v1/files/{file}/download?version={ids[0]}", UriKind.Relative)));
    }

    [Fact]
    public async Task A_cursor_leads_through_all_of_them_once()
    {
        var alice = await api.NewUserAsync();
        var (file, ids) = await alice.UploadAllAsync("a.txt", [.. Enumerable.Range(0, 7).Select(n => TestUser.NewContent(10 + n))]);

        var (walked, next) = (new List<long>(), $"/v1/items/{file}/versions?page_size=3");
        while (next is not null)
        {
            var page = await alice.GetJsonAsync(next);
            Assert.Equal(7, page.GetProperty("total").GetInt32());
            walked.AddRange(page.GetProperty("data").EnumerateArray().Select(v => v.Id()));
            next = page.GetProperty("next_cursor").GetString() is { } cursor ? $"/v1/items/{file}/versions?page_size=3&cursor={cursor}" : null;
        }

        Assert.Equal(ids.Reverse(), walked);
        var second = await alice.GetJsonAsync($"/v1/items/{file}/versions?page_size=3&page=2");
        Assert.Equal([ids[3], ids[2], ids[1]], second.GetProperty("data").EnumerateArray().Select(v => v.Id()));
    }

    [Fact]
    public async Task A_folder_and_a_file_without_content_have_none()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var file = (await alice.PostJsonAsync("/v1/items", new { item_name = "p", type = "file" })).Id();

        foreach (var item in new[] { folder, file })
        {
            Assert.Empty(await alice.VersionsAsync(item));
            await (await alice.GetAsync($"/v1/items/{item}/versions/1")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
            await (await alice.RestoreVersionAsync(item, 1)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task A_version_is_looked_for_in_its_own_file_only()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var mine = await bob.UploadAllAsync("b", TestUser.NewContent(), TestUser.NewContent());
        var hers = await alice.UploadAllAsync("a", TestUser.NewContent(), TestUser.NewContent());

        await (await bob.GetAsync($"/v1/items/{mine.Item}/versions/{hers.Versions[0]}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.RestoreVersionAsync(mine.Item, hers.Versions[0])).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.UpdateVersionAsync(mine.Item, hers.Versions[0], new { label = "x" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.DeleteVersionAsync(mine.Item, hers.Versions[0])).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }
}
