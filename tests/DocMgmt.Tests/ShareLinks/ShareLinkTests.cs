using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.ShareLinks;

/// <summary>Links as those see them who manage them.</summary>
public class ShareLinkTests(Api api)
{
    private const string Password = "open sesame";

    [Fact]
    public async Task A_link_says_all_that_it_allows_but_never_its_password()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var end = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);

        var response = await alice.TryLinkAsync(folder, new { permission_type = "read", password = Password, expires_at = end, label = "For the auditors", max_downloads = 3, allow_download = false });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var link = await response.SucceededAsync();
        Assert.True(Guid.TryParse(link.Text("token"), out _));
        Assert.Equal($"{api.Service.Address.ToString().TrimEnd('/')}/shared/{link.Text("token")}", link.Text("url"));
        Assert.Equal(folder, link.GetProperty("item_id").GetInt64());
        Assert.Equal(("read", true, end), (link.Text("permission_type"), link.GetProperty("has_password").GetBoolean(), link.GetProperty("expires_at").GetDateTime()));
        Assert.Equal(("For the auditors", 3, false, "active"), (link.Text("label"), link.GetProperty("max_downloads").GetInt32(), link.GetProperty("allow_download").GetBoolean(), link.Text("state")));
        Assert.Equal((0, 0), (link.GetProperty("access_count").GetInt64(), link.GetProperty("download_count").GetInt64()));
        Assert.Equal(alice.Id, link.GetProperty("created_by").GetInt64());
        Assert.Equal(link.GetRawText(), (await alice.LinkNowAsync(link)).GetRawText());
        Assert.DoesNotContain(Password, link.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(Password, await api.Service.ScalarAsync<string>("SELECT share_links::text FROM share_links WHERE id = $1", link.Id()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_of_a_link_but_its_kind_can_be_changed_and_taken_away()
    {
        var alice = await api.NewUserAsync();
        var reads = await alice.LinkAsync(await alice.CreateFolderAsync("F"));
        var drops = await alice.LinkAsync(await alice.CreateFolderAsync("D"), new { permission_type = "write" });
        foreach (var (link, member, value) in new (JsonElement, string, object)[]
        {
            (reads, "label", "a label"), (reads, "expires_at", new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc)), (reads, "max_downloads", 7), (reads, "password", Password),
            (drops, "max_uploads", 7), (drops, "max_upload_bytes", 5_000_000_000), (drops, "allowed_types", new[] { "image/*", "application/pdf" }),
        })
        {
            var before = await alice.LinkNowAsync(link);
            var set = await (await alice.ChangeLinkAsync(link, new Dictionary<string, object?> { [member] = value })).SucceededAsync();
            var shown = set.GetProperty(member == "password" ? "has_password" : member);
            Assert.Equal(member == "password" ? "true" : JsonSerializer.Serialize(value), shown.GetRawText());
            var taken = await (await alice.ChangeLinkAsync(link, new Dictionary<string, object?> { [member] = null })).SucceededAsync();
            Assert.Equal(before.GetRawText(), taken.GetRawText());
        }

        Assert.False((await (await alice.ChangeLinkAsync(reads, new { allow_download = false })).SucceededAsync()).GetProperty("allow_download").GetBoolean());
    }

    public static TheoryData<string, string> Refused => new()
    {
        { """{"permission_type": "admin"}""", "permission_type" }, { """{"password": "short"}""", "password" }, { """{"expires_at": "2020-01-01T00:00:00Z"}""", "expires_at" },
        { """{"max_downloads": 0}""", "max_downloads" }, { """{"max_downloads": -1}""", "max_downloads" }, { """{"label": ""}""", "label" }, { """{"label": "a\u0000b"}""", "label" },
        { """{"permission_type": "write", "max_uploads": 0}""", "max_uploads" }, { """{"permission_type": "write", "max_upload_bytes": 0}""", "max_upload_bytes" },
        { """{"permission_type": "write", "allowed_types": []}""", "allowed_types" }, { """{"permission_type": "write", "allowed_types": ["pdf"]}""", "allowed_types" },
        { """{"permission_type": "write", "allowed_types": [null]}""", "allowed_types" }, { """{"permission_type": "write", "allowed_types": ["*/*"]}""", "allowed_types" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_makes_no_sense_is_refused_by_its_name(string body, string field)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");

        var problem = await (await alice.SendAsync(HttpMethod.Post, $"/v1/items/{folder}/share-links", new StringContent(body, null, "application/json"), null))
            .IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty(field, out _), problem.GetRawText());
        Assert.Empty((await alice.GetJsonAsync($"/v1/items/{folder}/share-links")).EnumerateArray());
    }

    [Fact]
    public async Task Terms_are_of_the_links_that_they_are_about()
    {
        var alice = await api.NewUserAsync();
        var (folder, file) = (await alice.CreateFolderAsync("F"), (await alice.UploadAsync("f", TestUser.NewContent())).Id());
        var (reads, drops) = (await alice.LinkAsync(folder), await alice.LinkAsync(folder, new { permission_type = "write" }));

        await (await alice.TryLinkAsync(file, new { permission_type = "write" })).IsProblemAsync(HttpStatusCode.BadRequest, "drop_needs_folder");
        await (await alice.TryLinkAsync(await api.Service.RootAsync(alice), new { })).IsProblemAsync(HttpStatusCode.BadRequest, "root_not_shared");
        foreach (var body in new object[] { new { max_downloads = 1 }, new { allow_download = false } })
            await (await alice.ChangeLinkAsync(drops, body)).IsProblemAsync(HttpStatusCode.BadRequest, "link_terms_mismatch");
        foreach (var body in new object[] { new { max_uploads = 1 }, new { max_upload_bytes = 1 }, new { allowed_types = new[] { "image/png" } } })
            await (await alice.ChangeLinkAsync(reads, body)).IsProblemAsync(HttpStatusCode.BadRequest, "link_terms_mismatch");
        await (await alice.ChangeLinkAsync(reads, new { })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A_link_is_known_by_its_own_item_only()
    {
        var alice = await api.NewUserAsync();
        var (one, other) = (await alice.CreateFolderAsync("one"), await alice.CreateFolderAsync("other"));
        var link = await alice.LinkAsync(one);

        await (await alice.PatchAsync($"/v1/items/{other}/share-links/{link.Id()}", new { label = "x" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.DeleteAsync($"/v1/items/{other}/share-links/{link.Id()}")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.DeleteLinkAsync(link)).SucceededAsync();
        await (await alice.DeleteLinkAsync(link)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.ChangeLinkAsync(link, new { label = "x" })).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Empty((await alice.GetJsonAsync($"/v1/items/{one}/share-links")).EnumerateArray());
    }

    [Fact]
    public async Task An_item_has_a_thousand_links_and_no_more()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.ExecuteAsync("""
            INSERT INTO share_links (token, item_id, drive_id, level, created_by, created_at)
            SELECT gen_random_uuid(), i.id, i.drive_id, 1, $2, now() FROM items i CROSS JOIN generate_series(1, 999) WHERE i.id = $1
            """, folder, alice.Id);

        var last = await alice.LinkAsync(folder);
        await (await alice.TryLinkAsync(folder, new { })).IsProblemAsync(HttpStatusCode.Conflict, "too_many_links");
        Assert.Equal(1_000, (await alice.GetJsonAsync($"/v1/items/{folder}/share-links")).GetArrayLength());
        await (await alice.DeleteLinkAsync(last)).SucceededAsync();
        await alice.LinkAsync(folder);
    }

    [Fact]
    public async Task The_log_says_who_made_changed_and_ended_a_link_and_holds_no_key_to_it()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");
        var link = await alice.LinkAsync(folder, new { password = Password });
        await (await alice.ChangeLinkAsync(link, new { label = "x" })).SucceededAsync();
        await (await alice.DeleteLinkAsync(link)).SucceededAsync();

        Assert.Equal("share,share,unshare", await api.Service.ScalarAsync<string>("SELECT string_agg(action, ',' ORDER BY id) FROM events WHERE share_link_id = $1 AND user_id = $2 AND item_id = $3", link.Id(), alice.Id, folder));
        var logged = await api.Service.ScalarAsync<string>("SELECT string_agg(e::text, '') FROM events e WHERE share_link_id = $1", link.Id());
        Assert.DoesNotContain(link.Text("token"), logged, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, logged, StringComparison.Ordinal);
    }
}
