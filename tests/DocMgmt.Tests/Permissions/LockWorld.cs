using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Permissions;

/// <summary>Alice's F, which Bob may write in, with f and inner/ in it, and her folder to, which he may write in too.</summary>
internal sealed record LockWorld(TestUser Alice, TestUser Bob, long Folder, long Inner, long File, long To)
{
    public static async Task<LockWorld> MakeAsync(TestService service)
    {
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var (folder, to) = (await alice.CreateFolderAsync("F"), await alice.CreateFolderAsync("to"));
        var world = new LockWorld(alice, bob, folder, await alice.CreateFolderAsync("inner", folder), (await alice.UploadAsync("f", TestUser.NewContent(), folder)).Id(), to);
        await service.GrantAsync(folder, bob, 2);
        await service.GrantAsync(to, bob, 2);
        return world;
    }
}
