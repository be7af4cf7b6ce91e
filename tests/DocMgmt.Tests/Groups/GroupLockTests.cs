using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Groups;

/// <summary>What a group was granted counts for a member whose command waits for a lock only if it still does when they have it.</summary>
public class GroupLockTests(Api api)
{
    private sealed record World(TestUser Alice, TestUser Member, TestUser Other, long Group, long Folder, long File, long To);

    private static readonly Dictionary<string, Func<World, Task<HttpResponseMessage>>> Commands = new(StringComparer.Ordinal)
    {
        ["make a folder"] = w => w.Member.PostAsync("/v1/items", new { item_name = "x", type = "folder", parent_id = w.Folder }),
        ["make a path"] = w => w.Member.PostAsync("/v1/items", new { path = "/x/y", parent_id = w.Folder }),
        ["upload"] = w => w.Member.PutContentAsync("x", TestUser.NewContent(), w.Folder),
        ["upload a version"] = w => w.Member.PutContentAsync("f", TestUser.NewContent(), w.Folder),
        ["announce"] = w => w.Member.InitiateAsync("x", TestUser.NewContent(), w.Folder),
        ["copy"] = w => w.Member.CopyAsync(w.File, new { parent_id = w.Folder, item_name = "x" }),
        ["rename"] = w => w.Member.RenameAsync(w.File, "x"),
        ["move away"] = w => w.Member.MoveAsync(w.File, w.To),
        ["move in"] = async w => await w.Member.MoveAsync(await w.Member.CreateFolderAsync("x"), w.Folder),
        ["put into the trash"] = w => w.Member.DeleteAsync($"/v1/items/{w.File}"),
        ["grant"] = w => w.Member.GrantAsync(w.Folder, new { user_id = w.Other.Id, permission_type = "read" }),
    };

    private static readonly Dictionary<string, Func<World, Task<HttpResponseMessage>>> Ends = new(StringComparer.Ordinal)
    {
        ["the member is taken out"] = w => w.Alice.RemoveMemberAsync(w.Group, w.Member),
        ["the member leaves"] = w => w.Member.RemoveMemberAsync(w.Group, w.Member),
        ["the group is deleted"] = w => w.Alice.DeleteGroupAsync(w.Group),
    };

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var command in Commands.Keys)
        {
            foreach (var end in Ends.Keys.Where(e => command == "rename" || e != "the member leaves")) cells.Add(command, end);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task What_a_group_gave_counts_no_more_when_that_ends_while_a_command_waits(string command, string end)
    {
        var world = await MakeAsync();
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM folders WHERE id = $1 FOR UPDATE", world.Folder);

        var waiting = Commands[command](world);
        await holder.BlocksAsync(api.Service, waiting);
        await (await Ends[end](world)).SucceededAsync();
        await holder.CommitAsync();

        await (await waiting).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        var left = await world.Alice.GetJsonAsync($"/v1/items?parent_id={world.Folder}");
        Assert.Equal("f", Assert.Single(left.GetProperty("data").EnumerateArray()).Text("item_name"));
        Assert.Equal(1, (await world.Alice.ItemAsync(world.File)).GetProperty("version_count").GetInt32());
        Assert.Null(await world.Other.LevelAsync(world.Folder));
    }

    [Fact]
    public async Task What_another_group_gives_still_counts()
    {
        var world = await MakeAsync();
        await api.Service.GrantToGroupAsync(world.Folder, world.Member, 2);
        await using var holder = await Holder.OfAsync(api.Service, "SELECT id FROM folders WHERE id = $1 FOR UPDATE", world.Folder);

        var waiting = Commands["rename"](world);
        await holder.BlocksAsync(api.Service, waiting);
        await (await Ends["the group is deleted"](world)).SucceededAsync();
        await holder.CommitAsync();

        await (await waiting).SucceededAsync();
    }

    private async Task<World> MakeAsync()
    {
        var (alice, member, other) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var (folder, to) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("to"));
        var file = (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id();
        var group = await alice.CreateGroupAsync("Team", member);
        foreach (var item in new[] { folder, to }) await (await alice.GrantAsync(item, new { group_id = group, permission_type = "admin" })).SucceededAsync();
        return new(alice, member, other, group, folder, file, to);
    }
}
