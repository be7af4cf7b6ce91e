using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class GetItemByPathTests(Api api)
{
    [Fact]
    public async Task Names_lead_from_the_root_to_an_item()
    {
        var alice = await api.NewUserAsync();
        var work = await alice.CreateFolderAsync("Work");
        var file = (await alice.UploadAsync("x.pdf", TestUser.NewContent(), work)).Id();

        foreach (var path in new[] { "/Work/x.pdf", "//Work//x.pdf", "/Work/x.pdf/" }) Assert.Equal(file, await IdAsync(alice, path));
        foreach (var path in new[] { "/Work", "/Work/", "/Work///" }) Assert.Equal(work, await IdAsync(alice, path));
        foreach (var path in new[] { "/", "//" })
        {
            var root = await (await GetAsync(alice, path)).SucceededAsync();
            Assert.Equal(await api.Service.RootAsync(alice), root.Id());
            Assert.Equal("/", root.Text("full_path"));
            Assert.Equal("Null", root.GetProperty("parent_id").ValueKind.ToString());
        }
    }

    [Theory]
    [InlineData("/Missing")]
    [InlineData("/work")]
    [InlineData("/Work/x.pdf/y")]
    [InlineData("/Work/x.pdf/.")]
    [InlineData("/Work/..")]
    [InlineData("/Work /x.pdf")]
    [InlineData("/Work/%")]
    [InlineData("/Trashed")]
    [InlineData("/Trashed/below")]
    public async Task A_path_that_leads_nowhere_is_not_found(string path)
    {
        var alice = await api.NewUserAsync();
        var work = await alice.CreateFolderAsync("Work");
        await alice.UploadAsync("x.pdf", TestUser.NewContent(), work);
        var trashed = await alice.CreateFolderAsync("Trashed");
        await alice.CreateFolderAsync("below", trashed);
        await api.Service.TrashAsync(trashed);

        await (await GetAsync(alice, path)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Theory]
    [InlineData("")]
    [InlineData("Work")]
    [InlineData("/a\0b")]
    public async Task A_path_that_is_none_is_refused(string path)
    {
        var alice = await api.NewUserAsync();

        var problem = await (await GetAsync(alice, path)).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.NotEmpty(problem.GetProperty("errors").GetProperty("path")[0].GetString()!);
    }

    [Fact]
    public async Task A_path_must_be_given()
    {
        var alice = await api.NewUserAsync();

        var problem = await (await alice.GetAsync("/v1/items/by-path")).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");

        Assert.True(problem.GetProperty("errors").TryGetProperty("path", out _));
    }

    [Fact]
    public async Task Names_are_found_composed_and_decomposed()
    {
        var alice = await api.NewUserAsync();
        var id = await alice.CreateFolderAsync("Cafe\u0301 Ångström");

        Assert.Equal(id, await IdAsync(alice, "/Cafe\u0301 A\u030angstro\u0308m"));
        Assert.Equal(id, await IdAsync(alice, "/Caf\u00e9 \u212bngstr\u00f6m"));
    }

    [Fact]
    public async Task The_deepest_path_of_the_longest_names_is_found()
    {
        var alice = await api.NewUserAsync();
        var name = string.Concat(Enumerable.Repeat("日", 85));
        long? id = null;
        for (var depth = 1; depth <= 100; depth++) id = await alice.CreateFolderAsync(name, id);

        var found = await IdAsync(alice, string.Concat(Enumerable.Repeat("/" + name, 100)));

        Assert.Equal(id, found);
        await (await GetAsync(alice, string.Concat(Enumerable.Repeat("/" + name, 101)))).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await GetAsync(alice, new string('/', 30_000))).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }

    [Fact]
    public async Task A_path_is_one_of_the_callers_own_drive()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var alices = await alice.CreateFolderAsync("Work");
        await api.Service.GrantAsync(alices, bob, 3);

        await (await GetAsync(bob, "/Work")).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        var bobs = await bob.CreateFolderAsync("Work");
        Assert.Equal(bobs, await IdAsync(bob, "/Work"));
    }

    private static Task<HttpResponseMessage> GetAsync(TestUser user, string path) => user.GetAsync($"/v1/items/by-path?path={Uri.EscapeDataString(path)}");

    private static async Task<long> IdAsync(TestUser user, string path) => (await (await GetAsync(user, path)).SucceededAsync()).Id();
}
