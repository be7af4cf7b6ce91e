using System.IO.Compression;
using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>Archives of what is behind a link.</summary>
public class LinkArchiveTests(Api api)
{
    [Fact]
    public async Task A_folder_link_gives_all_that_is_below_its_folder_and_nothing_of_what_lies_above()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F", await alice.CreateFolderAsync("above"));
        var below = await alice.CreateFolderAsync("below", folder);
        await alice.CreateFolderAsync("empty", folder);
        var content = TestUser.NewContent();
        await alice.UploadAsync("f.bin", content, below);
        var link = await alice.LinkAsync(folder);
        using var visitor = api.Service.NewVisitor();
        var opened = await (await visitor.VisitAsync(link)).SucceededAsync();

        var response = await visitor.GetAsync(new Uri(opened.Text("download_url")));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var zip = new ZipArchive(await response.Content.ReadAsStreamAsync());
        Assert.Equal(["F/", "F/below/", "F/below/f.bin", "F/empty/"], zip.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
        using var bytes = new MemoryStream();
        await (await zip.GetEntry("F/below/f.bin")!.OpenAsync()).CopyToAsync(bytes);
        Assert.Equal(content, bytes.ToArray());
        using var part = new ZipArchive(await (await visitor.VisitAsync(link, "/archive?path=below")).Content.ReadAsStreamAsync());
        Assert.Equal(["below/", "below/f.bin"], part.Entries.Select(e => e.FullName).Order(StringComparer.Ordinal));
    }

    /// <summary>More than a page of its list, so that the link is judged again after its last download is taken.</summary>
    [Fact]
    public async Task The_last_download_is_whole()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await alice.UploadAsync("f.bin", TestUser.NewContent(), folder);
        await api.Service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT i.drive_id, i.id, 'file', 'x' || n, 'x' || n, 0, i.created_by, now(), now() FROM items i CROSS JOIN generate_series(1, 2500) n WHERE i.id = $1
            """, folder);
        var link = await alice.LinkAsync(folder, new { max_downloads = 1 });
        using var visitor = api.Service.NewVisitor();

        using var zip = new ZipArchive(await (await visitor.VisitAsync(link, "/archive")).Content.ReadAsStreamAsync());

        Assert.Equal(2_502, zip.Entries.Count);
        Assert.DoesNotContain(zip.Entries, e => e.FullName == "ERRORS.txt");
        await (await visitor.VisitAsync(link, "/archive")).IsProblemAsync(HttpStatusCode.Gone, "link_used_up");
    }
}
