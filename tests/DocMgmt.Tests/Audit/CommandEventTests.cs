using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Audit;

public class CommandEventTests(Api api)
{
    private static readonly HttpMethod Patch = HttpMethod.Patch;
    private static readonly HttpMethod Post = HttpMethod.Post;

    [Fact]
    public async Task Making_a_folder_leaves_one_event_that_says_who_what_when_and_from_where()
    {
        var alice = await api.NewUserAsync();

        var (response, id) = await alice.Http.AskAsync(Post, "/v1/items", new { item_name = "Work", type = "folder" },
            r => r.Headers.TryAddWithoutValidation("User-Agent", "tests/1.0"));

        var item = await response.SucceededAsync();
        var left = Assert.Single(await api.Service.EventsAsync(id));
        Assert.Equal(("create", alice.Id, item.Id()), (left.Action, left.UserId, left.ItemId));
        Assert.Equal(await api.Service.ScalarAsync<long>("SELECT id FROM drives WHERE owner_id = $1", alice.Id), left.DriveId);
        Assert.Equal((IPAddress.Loopback, "tests/1.0"), (left.Address, left.UserAgent));
        Assert.Equal(("Work", "folder"), (left.Metadata.Text("name"), left.Metadata.Text("type")));
    }

    [Fact]
    public async Task A_failed_command_leaves_none()
    {
        var alice = await api.NewUserAsync();
        await alice.CreateFolderAsync("Work");

        foreach (var (body, status) in new (object, HttpStatusCode)[]
        {
            (new { item_name = "Work", type = "folder" }, HttpStatusCode.Conflict),
            (new { item_name = "a/b", type = "folder" }, HttpStatusCode.BadRequest),
            (new { item_name = "x", type = "folder", parent_id = 999_999_999 }, HttpStatusCode.NotFound),
        })
        {
            var (response, id) = await alice.Http.AskAsync(Post, "/v1/items", body);
            Assert.Equal(status, response.StatusCode);
            Assert.Empty(await api.Service.EventsAsync(id));
        }
    }

    [Fact]
    public async Task A_replay_leaves_none()
    {
        var alice = await api.NewUserAsync();

        var (_, first) = await CreateAsync();
        var (_, again) = await CreateAsync();

        Assert.Single(await api.Service.EventsAsync(first));
        Assert.Empty(await api.Service.EventsAsync(again));
        Task<(HttpResponseMessage, string)> CreateAsync() =>
            alice.Http.AskAsync(Post, "/v1/items", new { item_name = "Work", type = "folder" }, r => r.Headers.Add("Idempotency-Key", "key"));
    }

    [Fact]
    public async Task Signing_in_failing_to_and_signing_out_are_told()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        using var http = service.Anonymous("127.0.0.9");

        var (_, login) = await http.AskAsync(Post, "/v1/auth/login", new { email = alice.Email, password = TestService.Password });
        var (_, failed) = await http.AskAsync(Post, "/v1/auth/login", new { email = alice.Email, password = "wrong" });
        var (_, unknown) = await http.AskAsync(Post, "/v1/auth/login", new { email = new string('é', 300) + "\0", password = "wrong" });
        var (_, logout) = await alice.Http.AskAsync(Post, "/v1/auth/logout");

        Assert.Equal(("login", alice.Id, IPAddress.Parse("127.0.0.9")), await OnlyAsync(login));
        Assert.Equal(("login_failed", alice.Id, IPAddress.Parse("127.0.0.9")), await OnlyAsync(failed));
        Assert.Equal(("login_failed", (long?)null, IPAddress.Parse("127.0.0.9")), await OnlyAsync(unknown));
        Assert.Equal(("logout", alice.Id, IPAddress.Loopback), await OnlyAsync(logout));
        Assert.Equal(alice.Email, (await service.EventsAsync(failed))[0].Metadata.Text("email"));
        async Task<(string, long?, IPAddress?)> OnlyAsync(string id) =>
            Assert.Single(await service.EventsAsync(id)) is var e ? (e.Action, e.UserId, e.Address) : default;
    }

    [Fact]
    public async Task Changes_of_accounts_are_told_and_no_password_with_them()
    {
        var admin = await api.Service.AdministratorAsync();
        var alice = await api.NewUserAsync();
        var email = $"{Guid.NewGuid():N}@example.com";

        var (response, created) = await admin.Http.AskAsync(Post, "/v1/admin/users", new { email, password = "secret of hers" });
        var (_, updated) = await admin.Http.AskAsync(Patch, $"/v1/admin/users/{alice.Id}", new { role = "administrator", password = "secret of hers" });
        alice = await api.Service.SignInAsync(alice.Email, "secret of hers");
        var (_, renamed) = await alice.Http.AskAsync(Patch, "/v1/users/me", new { display_name = "Alice" });
        var (_, password) = await alice.Http.AskAsync(Post, "/v1/users/me/password", new { current_password = "secret of hers", new_password = "secret of hers" });

        var made = (await response.SucceededAsync()).Id();
        Assert.Equal(("create", admin.Id, made), await OnlyAsync(created));
        Assert.Equal(("update", admin.Id, alice.Id), await OnlyAsync(updated));
        Assert.Equal(("update", alice.Id, 0L), await OnlyAsync(renamed));
        Assert.Equal(("update", alice.Id, 0L), await OnlyAsync(password));
        var (told, name) = ((await api.Service.EventsAsync(updated))[0].Metadata, (await api.Service.EventsAsync(renamed))[0].Metadata);
        Assert.Equal(("administrator", "user"), (told.Text("role"), told.Text("old_role")));
        Assert.Equal(("Alice", alice.Email.Split('@')[0]), (name.Text("display_name"), name.Text("old_display_name")));
        async Task<(string, long?, long)> OnlyAsync(string id)
        {
            var left = Assert.Single(await api.Service.EventsAsync(id));
            Assert.DoesNotContain("secret", left.Metadata.GetRawText(), StringComparison.Ordinal);
            return (left.Action, left.UserId, left.Metadata.TryGetProperty("user_id", out var user) ? user.GetInt64() : 0);
        }
    }

    [Fact]
    public async Task A_long_user_agent_is_cut_between_characters()
    {
        var alice = await api.NewUserAsync();
        var agent = new string('a', 499) + "😀 and more";

        var (response, id) = await alice.Http.AskAsync(Post, "/v1/items", new { item_name = "Work", type = "folder" },
            r => r.Headers.TryAddWithoutValidation("User-Agent", agent));

        await response.SucceededAsync();
        Assert.Equal(new string('a', 499), Assert.Single(await api.Service.EventsAsync(id)).UserAgent);
    }
}
