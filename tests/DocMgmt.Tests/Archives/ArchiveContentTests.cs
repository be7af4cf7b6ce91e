using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Archives;

/// <summary>What is in an archive, under which names.</summary>
public class ArchiveContentTests(Api api)
{
    public static TheoryData<string> Formats => ["zip", "tar"];

    private static readonly string LongName = $"{string.Concat(Enumerable.Repeat("é", 125))}a.txt";

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task All_that_is_below_a_folder_is_there_under_its_name(string format)
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("Photos");
        var inner = await alice.CreateFolderAsync("cafe\u0301 😀", top);
        await alice.CreateFolderAsync("empty", inner);
        await alice.CreateFolderAsync("beside");
        var (a, b) = (TestUser.NewContent(), TestUser.NewContent(300_000));
        await alice.UploadAsync("a.bin", a, top);
        await alice.UploadAsync(LongName, b, inner);
        await alice.UploadAsync("nothing.txt", [], inner);
        await alice.PostJsonAsync("/v1/items", new { item_name = "no content", type = "file", parent_id = inner });

        var entries = await alice.ArchiveAsync(top, format);

        Assert.Equal(["Photos/", "Photos/a.bin", "Photos/café 😀/", $"Photos/café 😀/{LongName}", "Photos/café 😀/nothing.txt", "Photos/café 😀/no content", "Photos/café 😀/empty/"], entries.Names());
        Assert.Equal([null, a, null, b, [], [], null], entries.Select(e => e.Content));
        Assert.All(entries, e => Assert.Equal(e.Content is null ? 0b111_101_101 : 0b110_100_100, e.Mode));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_file_has_the_time_of_its_version_and_a_folder_that_of_its_last_change(string format)
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var file = (await alice.UploadAsync("a", TestUser.NewContent(), top)).Id();
        service.Clock.Advance(TimeSpan.FromMinutes(20));
        await alice.UploadAsync("a", TestUser.NewContent(), top);
        await alice.CreateFolderAsync("inner", top);
        service.Clock.Advance(TimeSpan.FromMinutes(20));
        await (await alice.PatchAsync($"/v1/items/{file}", new { item_name = "b" })).SucceededAsync();

        var entries = await alice.ArchiveAsync(top, format);

        var expected = new[]
        {
            await TimeAsync("SELECT updated_at FROM items WHERE id = $1", top), await TimeAsync("SELECT max(created_at) FROM versions WHERE item_id = $1", file),
            await TimeAsync("SELECT updated_at FROM items WHERE parent_id = $1 AND type = 'folder'", top),
        };
        Assert.Equal(["top/", "top/b", "top/inner/"], entries.Names());
        foreach (var (entry, time) in entries.Zip(expected))
            Assert.InRange(time - entry.Modified, TimeSpan.Zero, format == "zip" ? TimeSpan.FromSeconds(2) : TimeSpan.FromMicroseconds(1)); // ZIP counts by twos

        Task<DateTime> TimeAsync(string sql, long id) => service.ScalarAsync<DateTime>(sql, id);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task No_name_leads_out_of_the_folder_that_it_is_unpacked_to(string format)
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync(@"..\top");
        var inner = await alice.CreateFolderAsync(@"C:\Windows", top);
        var file = (await alice.UploadAsync(@"..\..\evil.txt", [1], inner)).Id();
        await alice.UploadAsync(".._.._evil.txt", [2], inner);
        var full = (await alice.UploadAsync($@"\{new string('x', 254)}", [3], inner)).Id();

        var entries = await alice.ArchiveAsync(top, format);

        var place = $".._top ({top})/C__Windows ({inner})/";
        Assert.Equal([$".._top ({top})/", place, $"{place}.._.._evil ({file}).txt", $"{place}.._.._evil.txt", $"{place}_{new string('x', 251 - $"{full}".Length)} ({full})"], entries.Names());
        Assert.Equal([1, 2, 3], entries.Skip(2).SelectMany(e => e.Content!));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_file_alone_is_an_archive_with_that_file(string format)
    {
        var (alice, content) = (await api.NewUserAsync(), TestUser.NewContent());
        var file = (await alice.UploadAsync("a.pdf", content)).Id();

        var entry = Assert.Single(await alice.ArchiveAsync(file, format));

        Assert.Equal("a.pdf", entry.Name);
        Assert.Equal(content, entry.Content);
    }

    [Fact]
    public async Task The_root_of_a_drive_is_called_as_the_service_is()
    {
        var alice = await api.NewUserAsync();
        await alice.UploadAsync("a", [1]);
        var response = await alice.GetAsync($"/v1/items/{await api.Service.RootAsync(alice)}/archive");

        Assert.Equal("DocMgmt.zip", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Equal(["DocMgmt/", "DocMgmt/a"], (await Archiving.UnpackAsync(response, "zip")).Names());
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task What_is_in_the_trash_is_left_out(string format)
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        var gone = await alice.CreateFolderAsync("gone", top);
        await alice.UploadAsync("in it", [1], gone);
        await alice.TrashAsync((await alice.UploadAsync("gone too", [2], top)).Id());
        await alice.UploadAsync("stays", [3], top);
        await alice.TrashAsync(gone);

        Assert.Equal(["top/", "top/stays"], (await alice.ArchiveAsync(top, format)).Names());
    }

    [Fact]
    public async Task Times_that_a_zip_can_not_say_are_the_nearest_that_it_can()
    {
        var alice = await api.NewUserAsync();
        var top = await alice.CreateFolderAsync("top");
        foreach (var (name, year) in new[] { ("old", 1970), ("new", 2200) })
        {
            var file = (await alice.UploadAsync(name, [1], top)).Id();
            await api.Service.ExecuteAsync("UPDATE versions SET created_at = make_timestamptz($2, 1, 1, 0, 0, 0, 'UTC') WHERE item_id = $1", file, year);
        }

        Assert.Equal([1980, 2107], (await alice.ArchiveAsync(top)).Skip(1).Select(e => e.Modified.Year));
    }
}
