using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Archives;

/// <summary>Several items in one archive.</summary>
public class ArchiveSetTests(Api api)
{
    [Theory]
    [InlineData("zip")]
    [InlineData("tar")]
    public async Task Of_equal_names_all_but_the_first_get_a_number(string format)
    {
        var alice = await api.NewUserAsync();
        var (x, y) = (await alice.CreateFolderAsync("x"), await alice.CreateFolderAsync("y"));
        long[] items =
        [
            (await alice.UploadAsync("a.txt", [1], x)).Id(), (await alice.UploadAsync("a.txt", [2], y)).Id(), (await alice.UploadAsync("a (1).txt", [3], y)).Id(),
            await alice.CreateFolderAsync("a.txt"), x,
        ];

        var entries = await alice.ArchiveAsync(items, format);

        Assert.Equal(["a.txt", "a (1).txt", "a (1) (1).txt", "a.txt (1)/", "x/", "x/a.txt"], entries.Names().Select(n => n.Replace("a.txt (2)/", "a.txt (1)/", StringComparison.Ordinal)));
        Assert.Equal([1, 2, 3, 1], entries.SelectMany(e => e.Content ?? []));
    }

    [Theory]
    [InlineData(null, null, "DocMgmt.zip", "application/zip")]
    [InlineData(null, "tar", "DocMgmt.tar", "application/x-tar")]
    [InlineData("May 2026", "zip", "May 2026.zip", "application/zip")]
    [InlineData("May 2026.ZIP", null, "May 2026.ZIP", "application/zip")]
    [InlineData("Mai\u0308 😀", "tar", "Maï 😀.tar", "application/x-tar")]
    public async Task The_archive_is_called_as_asked(string? name, string? format, string expected, string type)
    {
        var alice = await api.NewUserAsync();
        long[] items = [await alice.CreateFolderAsync("x"), await alice.CreateFolderAsync("y")];

        var response = await alice.PostAsync("/v1/archive", new { item_ids = items, format, name });

        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        var disposition = response.Content.Headers.ContentDisposition!;
        Assert.Equal(expected, disposition.FileNameStar ?? disposition.FileName!.Trim('"'));
    }

    [Theory]
    [InlineData("{\"item_ids\": []}", "item_ids")]
    [InlineData("{\"item_ids\": [1, 2, 1]}", "item_ids")]
    [InlineData("{\"item_ids\": null}", "item_ids")]
    [InlineData("{}", "item_ids")]
    [InlineData("{\"item_ids\": [1], \"name\": \"a/b\"}", "name")]
    [InlineData("{\"item_ids\": [1], \"format\": \"rar\"}", "format")]
    public async Task What_can_not_be_asked_for_is_named(string body, string field)
    {
        var alice = await api.NewUserAsync();

        var response = await alice.SendAsync(HttpMethod.Post, "/v1/archive", new StringContent(body, null, "application/json"), null);

        var problem = await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
    }

    [Fact]
    public async Task A_thousand_are_taken_and_more_are_not()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var root = await service.RootAsync(alice);
        await service.ExecuteAsync("""
            INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, created_by, created_at, updated_at)
            SELECT i.drive_id, i.id, 'file', CAST(n AS text), CAST(n AS text), 0, $2, now(), now() FROM items i, generate_series(1, 1001) n WHERE i.id = $1
            """, root, alice.Id);
        var items = await service.ScalarAsync<long[]>("SELECT array_agg(id ORDER BY id) FROM items WHERE parent_id = $1", root);

        Assert.Equal(Enumerable.Range(1, 1_000).Select(n => $"{n}"), (await alice.ArchiveAsync(items![..1_000])).Names());
        await (await alice.PostAsync("/v1/archive", new { item_ids = items })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }
}
