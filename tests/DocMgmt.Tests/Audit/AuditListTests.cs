using System.Net;
using System.Text.Json;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Audit;

/// <summary>One's own log, and everybody's for administrators.</summary>
public class AuditListTests(OwnService own) : IClassFixture<OwnService>
{
    private readonly TestService service = own.Service;

    [Fact]
    public async Task One_sees_what_one_did_and_nothing_of_others()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("Work");
        await alice.ShareAsync(folder, bob, "admin");
        await bob.CreateFolderAsync("Bobs", folder);

        var mine = await ActivityTests.EventsAsync(alice, "/v1/audit/me");

        Assert.Equal(["permission_grant", "create", "login"], mine.Select(e => e.Text("action")));
        Assert.All(mine, e => Assert.Equal(alice.Id, e.GetProperty("user_id").GetInt64()));
    }

    [Fact]
    public async Task It_can_be_asked_for_one_action()
    {
        var alice = await service.NewUserAsync();
        await alice.CreateFolderAsync("A");
        await alice.CreateFolderAsync("B");

        var page = await alice.GetJsonAsync("/v1/audit/me?action=create&page_size=1");

        Assert.Equal((2, "B"), (page.GetProperty("total").GetInt64(), page.GetProperty("data")[0].GetProperty("metadata").Text("name")));
        await (await alice.GetAsync("/v1/audit/me?action=creat")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.GetAsync("/v1/audit/me?action=")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task An_anothers_cursor_leads_nowhere()
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        await alice.CreateFolderAsync("A");
        var cursor = (await alice.GetJsonAsync("/v1/audit/me?page_size=1")).Text("next_cursor");

        await (await bob.GetAsync($"/v1/audit/me?page_size=1&cursor={cursor}")).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
        await (await alice.GetAsync($"/v1/audit/me?page_size=1&action=create&cursor={cursor}")).IsProblemAsync(HttpStatusCode.BadRequest, "cursor_invalid");
    }

    [Fact]
    public async Task Administrators_find_events_by_user_item_action_time_and_address()
    {
        var (admin, alice) = (await service.AdministratorAsync(), await service.NewUserAsync());
        var item = await alice.CreateFolderAsync("Work");
        await (await alice.RenameAsync(item, "Play")).SucceededAsync();
        using var elsewhere = service.Anonymous("127.0.0.77");
        await elsewhere.AskAsync(HttpMethod.Post, "/v1/auth/login", new { email = alice.Email, password = TestService.Password });
        var since = $"created_after={service.Clock.GetUtcNow().AddHours(-1):yyyy-MM-ddTHH:mm:ssZ}&created_before={service.Clock.GetUtcNow().AddHours(1):yyyy-MM-ddTHH:mm:ssZ}";

        Assert.Equal(["login", "rename", "create", "login"], await FindAsync($"user_id={alice.Id}"));
        Assert.Equal(["rename", "create"], await FindAsync($"item_id={item}"));
        Assert.Equal(["create"], await FindAsync($"user_id={alice.Id}&action=create"));
        Assert.Equal(["login"], await FindAsync("ip_address=127.0.0.77"));
        Assert.Equal(["login"], await FindAsync("ip_address=::ffff:127.0.0.77"));
        Assert.Equal(["rename", "create"], await FindAsync($"item_id={item}&{since}"));
        Assert.Equal([], await FindAsync($"item_id={item}&created_after=2100"));
        Assert.Equal([], await FindAsync($"item_id={item}&created_before=2020-01"));
        Assert.Equal([], await FindAsync($"user_id={alice.Id}&ip_address=2001:db8::1"));
        async Task<IEnumerable<string>> FindAsync(string filter) => (await ActivityTests.EventsAsync(admin, $"/v1/admin/audit?{filter}")).Select(e => e.Text("action"));
    }

    [Theory]
    [InlineData("action=look")]
    [InlineData("created_after=yesterday")]
    [InlineData("created_before=2026-13")]
    [InlineData("ip_address=localhost")]
    [InlineData("ip_address=0177.0.0.1")]
    [InlineData("ip_address=[::1]:80")]
    [InlineData("ip_address=fe80::1%25lo")]
    [InlineData("user_id=x")]
    [InlineData("page_size=101")]
    public async Task What_can_not_be_asked_for_is_named(string filter)
    {
        var admin = await service.AdministratorAsync();

        var problem = await (await admin.GetAsync($"/v1/admin/audit?{filter}")).JsonAsync();

        Assert.Equal(400, problem.GetProperty("status").GetInt32());
        Assert.Contains(filter.Split('=')[0], problem.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_looked_at_everybodys_log_is_in_it()
    {
        var admin = await service.SignInAsync(TestService.AdminEmail);

        var (response, id) = await admin.Http.AskAsync(HttpMethod.Get, "/v1/admin/audit?action=purge");

        await response.SucceededAsync();
        await Eventually.IsTrueAsync(async () => (await service.EventsAsync(id)).Count == 1);
        var look = (await service.EventsAsync(id))[0];
        Assert.Equal(("read", "audit", "purge"), (look.Action, look.Metadata.Text("what"), look.Metadata.GetProperty("filter").Text("action")));
    }

    [Fact]
    public async Task Beyond_ten_thousand_the_total_is_a_lower_bound()
    {
        var alice = await service.NewUserAsync();
        await service.ExecuteAsync("INSERT INTO events (action, user_id, created_at) SELECT 'read', $1, now() FROM generate_series(1, 10100)", alice.Id);

        var (all, few) = (await alice.GetJsonAsync("/v1/audit/me?page_size=3"), await alice.GetJsonAsync("/v1/audit/me?action=login"));
        var next = await alice.GetJsonAsync($"/v1/audit/me?page_size=3&cursor={all.Text("next_cursor")}");

        foreach (var page in new[] { all, next }) Assert.Equal((10_000, true), (page.GetProperty("total").GetInt64(), page.GetProperty("total_is_lower_bound").GetBoolean()));
        Assert.Equal((1, false), (few.GetProperty("total").GetInt64(), few.GetProperty("total_is_lower_bound").GetBoolean()));
    }

    [Fact]
    public async Task All_of_it_can_be_taken_away_part_by_part()
    {
        var (admin, alice) = (await service.AdministratorAsync(), await service.NewUserAsync());
        await service.ExecuteAsync("INSERT INTO events (action, user_id, created_at) SELECT 'read', $1, now() - n * interval '1 second' FROM generate_series(1, 2500) n", alice.Id);

        var lines = (await admin.Http.GetStringAsync(new Uri($"/v1/admin/audit/export?user_id={alice.Id}", UriKind.Relative))).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var csv = (await admin.Http.GetStringAsync(new Uri($"/v1/admin/audit/export?as=csv&user_id={alice.Id}", UriKind.Relative))).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        var ids = lines.Select(l => JsonDocument.Parse(l).RootElement.Id()).ToList();
        Assert.Equal(2_501, ids.Distinct().Count());
        Assert.Equal(ids, csv.Skip(1).Select(l => long.Parse(l.Split(',')[0])));
        var (row, listed) = (JsonDocument.Parse(lines[0]).RootElement, (await ActivityTests.EventsAsync(admin, $"/v1/admin/audit?user_id={alice.Id}&page_size=1"))[0]);
        Assert.Equal(listed.GetRawText(), row.GetRawText());
    }

    [Fact]
    public async Task What_strangers_wrote_is_no_formula_and_no_line_of_its_own()
    {
        var (admin, alice) = (await service.AdministratorAsync(), await service.NewUserAsync());
        await service.ExecuteAsync("INSERT INTO events (action, user_id, user_agent, request_id, created_at) VALUES ('read', $1, '=HYPERLINK(\"http://x\",\"y\")', E'a,b\\nc', now())", alice.Id);

        var csv = await admin.Http.GetStringAsync(new Uri($"/v1/admin/audit/export?as=csv&action=read&user_id={alice.Id}", UriKind.Relative));

        Assert.Contains("\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",\"a,b\nc\"\r\n", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_no_administrator_any_more_gets_no_further_part()
    {
        var (admin, bob) = (await service.AdministratorAsync(), await service.NewUserAsync());
        await (await admin.PatchAsync($"/v1/admin/users/{bob.Id}", new { role = "administrator" })).SucceededAsync();
        await service.ExecuteAsync("INSERT INTO events (action, user_id, metadata, created_at) SELECT 'read', $1, jsonb_build_object('x', repeat(md5(n::text), 400)), now() FROM generate_series(1, 8000) n", bob.Id);
        using var response = await bob.Http.GetAsync(new Uri($"/v1/admin/audit/export?user_id={bob.Id}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        await (await admin.PatchAsync($"/v1/admin/users/{bob.Id}", new { role = "user" })).SucceededAsync();

        await Assert.ThrowsAnyAsync<Exception>(async () => await response.Content.ReadAsStringAsync());
    }
}
