using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Resumable;

namespace DocMgmt.Tests.Doctor;

/// <summary>A service that has something of everything, and nothing wrong with it.</summary>
internal sealed class World : IAsyncDisposable
{
    private World(TestService service, TestUser alice) => (Service, Alice) = (service, alice);

    public TestService Service { get; }
    public TestUser Alice { get; }

    /// <summary>Content of two versions of two files.</summary>
    public byte[] Shared { get; } = TestUser.NewContent();
    public byte[] Pending { get; } = TestUser.NewContent();

    public static async Task<World> StartAsync(Api api)
    {
        var service = await api.StartAsync(HookedStore.Add);
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var world = new World(service, alice);
        var inner = await alice.CreateFolderAsync("inner", await alice.CreateFolderAsync("outer"));
        await alice.UploadAsync("two.bin", TestUser.NewContent(), inner);
        await alice.CarryAsync((await alice.UploadAsync("two.bin", world.Shared, inner)).Id(), "one tag", "another");
        await alice.UploadAsync("one.bin", world.Shared);
        await alice.UploadAsync("empty.bin", []);
        await alice.PostJsonAsync("/v1/items", new { item_name = "placeholder", type = "file" });
        await bob.VersionAsync(await bob.SendAsync("announced.bin", TestUser.NewContent()));
        await alice.SendAsync("pending.bin", world.Pending);
        await alice.Http.AppendedAsync(await alice.Http.BeginAsync("in parts.bin", TestUser.NewContent()), 0, new byte[400]);
        var trashed = await alice.CreateFolderAsync("trashed");
        await alice.CreateFolderAsync("in it", trashed);
        await service.TrashAsync(trashed);
        await service.DoctorAsync();
        return world;
    }

    /// <summary>Breaks something that the database would not let anybody break.</summary>
    /// <param name="sql">May say <c>item('name')</c>.</param>
    public async Task BreakAsync(string sql)
    {
        await Service.ExecuteAsync("CREATE OR REPLACE FUNCTION item(wanted text) RETURNS bigint LANGUAGE sql AS 'SELECT id FROM items WHERE name = wanted'");
        await Service.ExecuteAsync($"SET session_replication_role = replica; {sql}; SET session_replication_role = origin");
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
