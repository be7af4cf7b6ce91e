using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Items;

public class MoveItemTests(Api api)
{
    [Fact]
    public async Task A_folder_goes_with_all_that_is_below_it()
    {
        await using var service = await api.StartAsync();
        var alice = await service.NewUserAsync();
        var (a, b) = (await alice.CreateFolderAsync("a"), await alice.CreateFolderAsync("b"));
        var inner = await alice.CreateFolderAsync("inner", await alice.CreateFolderAsync("middle", a));
        var content = TestUser.NewContent();
        var file = (await alice.UploadAsync("f.txt", content, inner)).Id();
        var lost = await alice.CreateFolderAsync("lost", inner);
        await alice.TrashAsync(lost);

        var moved = await (await alice.MoveAsync(a, b)).SucceededAsync();

        Assert.Equal(b, moved.GetProperty("parent_id").GetInt64());
        Assert.Equal("/b/a", moved.Text("full_path"));
        Assert.Equal("/b/a/middle/inner/f.txt", await alice.PathAsync(file));
        Assert.Equal(content, await alice.DownloadAsync(file));
        Assert.Equal("/b/a/middle/inner/lost", (await alice.TrashedAsync()).Single().Text("full_path"));
        await service.DoctorAsync();

        Assert.Equal("/a/middle/inner/f.txt", await Back());
        await service.DoctorAsync();

        async Task<string> Back()
        {
            await (await alice.MoveAsync(a, null)).SucceededAsync();
            return await alice.PathAsync(file);
        }
    }

    [Fact]
    public async Task A_folder_does_not_go_into_itself()
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("a");
        var below = await alice.CreateFolderAsync("c", await alice.CreateFolderAsync("b", folder));

        await (await alice.MoveAsync(folder, folder)).IsProblemAsync(HttpStatusCode.BadRequest, "move_into_itself");
        await (await alice.MoveAsync(folder, below)).IsProblemAsync(HttpStatusCode.BadRequest, "move_into_itself");
        Assert.Equal("/a/b/c", await alice.PathAsync(below));
    }

    [Fact]
    public async Task What_can_not_be_is_said()
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        var other = (await alice.UploadAsync("g", TestUser.NewContent())).Id();

        await (await alice.PostAsync($"/v1/items/{file}/move", new { item_name = "x" })).IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
        await (await alice.MoveAsync(file, other)).IsProblemAsync(HttpStatusCode.BadRequest, "parent_not_a_folder");
        await (await alice.MoveAsync(file, 999_999_999)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.MoveAsync(999_999_999, null)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task Nothing_gets_deeper_than_folders_may_be()
    {
        var alice = await api.NewUserAsync();
        var deep = (long?)null;
        for (var n = 0; n < 99; n++) deep = await alice.CreateFolderAsync("d", deep);
        var folder = await alice.CreateFolderAsync("a");
        await alice.CreateFolderAsync("b", folder);

        await (await alice.MoveAsync(folder, deep)).IsProblemAsync(HttpStatusCode.BadRequest, "folder_too_deep");
        Assert.Equal("/a", await alice.PathAsync(folder));
    }

    [Theory]
    [InlineData(null, 409, "/to/f.txt")]
    [InlineData("fail", 409, "/to/f.txt")]
    [InlineData("rename", 200, "/to/f (1).txt")]
    [InlineData("replace", 200, "/to/f.txt")]
    public async Task A_taken_name_is_dealt_with_as_said(string? onConflict, int status, string path)
    {
        var alice = await api.NewUserAsync();
        var to = await alice.CreateFolderAsync("to");
        var old = (await alice.UploadAsync("f.txt", TestUser.NewContent(), to)).Id();
        var file = (await alice.UploadAsync("f.txt", TestUser.NewContent())).Id();

        var answer = await alice.MoveAsync(file, to, onConflict: onConflict);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 409)
        {
            await answer.IsProblemAsync(HttpStatusCode.Conflict, "item_name_taken");
            Assert.Equal("/f.txt", await alice.PathAsync(file));
            return;
        }

        Assert.Equal(path, await alice.PathAsync(file));
        Assert.Equal(onConflict == "replace" ? [old] : [], (await alice.TrashedAsync()).Select(t => t.Id()));
    }

    [Theory]
    [InlineData("replace")]
    [InlineData("rename")]
    [InlineData("fail")]
    public async Task To_where_it_is_it_does_not_go(string onConflict)
    {
        var alice = await api.NewUserAsync();
        var file = (await alice.UploadAsync("f.txt", TestUser.NewContent())).Id();
        var tag = await alice.TagAsync(file);

        await (await alice.MoveAsync(file, null, onConflict: onConflict)).SucceededAsync();

        Assert.Equal(tag, await alice.TagAsync(file));
        Assert.Equal("/f.txt", await alice.PathAsync(file));
    }

    [Fact]
    public async Task Both_sides_need_write()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (from, to) = (await alice.CreateFolderAsync("from"), await alice.CreateFolderAsync("to"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), from)).Id();
        await (await bob.MoveAsync(file, to)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        await api.Service.GrantAsync(from, bob, 2);
        await (await bob.MoveAsync(file, to)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await bob.MoveAsync(file, null)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        await api.Service.GrantAsync(to, bob, 1);
        await (await bob.MoveAsync(file, to)).IsProblemAsync(HttpStatusCode.Forbidden, "forbidden");

        await api.Service.RevokeAsync(to, bob);
        await api.Service.GrantAsync(to, bob, 2);
        Assert.Equal("/to/f", (await (await bob.MoveAsync(file, to)).SucceededAsync()).Text("full_path"));
    }
}
