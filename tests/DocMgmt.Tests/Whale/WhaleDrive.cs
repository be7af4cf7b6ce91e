using System.Text.Json;
using DocMgmt.Tests.Harness;
using Npgsql;

namespace DocMgmt.Tests.Whale;

/// <summary>A service of its own with <c>db/seed/whale.sql</c> in it. The tests that share it leave it as they found it.</summary>
public sealed class WhaleDrive(Api api) : IAsyncLifetime
{
    /// <summary>Each with and without a plan that was made for its values: prepared statements may get either.</summary>
    public static readonly string[] Plans = ["force_custom_plan", "force_generic_plan"];

    public const int Folders = 10_000, BelowTree = 100_000, Children = 100_000;

    public TestService Service { get; private set; } = null!;
    public TestUser Owner { get; private set; } = null!;

    /// <summary>Has 50 grants in the owner's drive.</summary>
    public TestUser Reader { get; private set; } = null!;

    /// <summary>What has 100,000 items below it.</summary>
    public long Tree { get; private set; }

    /// <summary>What Tree lies in.</summary>
    public long Home { get; private set; }

    /// <summary>Where Tree moves to.</summary>
    public long Elsewhere { get; private set; }

    /// <summary>What has 100,000 children, at depth 19.</summary>
    public long Many { get; private set; }

    /// <summary>The path of that: 19 names.</summary>
    public static string ManyPath => $"{Levels(18)}/Many";

    public async ValueTask InitializeAsync()
    {
        Service = await api.StartAsync();
        await Service.PauseJobsAsync();
        (Owner, Reader) = (await Service.NewUserAsync(), await Service.NewUserAsync());
        await using (var connection = await Service.ConnectAsync())
        {
            foreach (var (name, user) in new[] { ("whale.owner", Owner), ("whale.reader", Reader) })
            {
                await using var set = new NpgsqlCommand("SELECT set_config($1, $2, false)", connection) { Parameters = { new() { Value = name }, new() { Value = user.Email } } };
                await set.ExecuteNonQueryAsync();
            }

            await using var load = new NpgsqlCommand(await File.ReadAllTextAsync(Path.Combine(Generated.Root, "db/seed/whale.sql")), connection) { CommandTimeout = 0 };
            await load.ExecuteNonQueryAsync();
        }

        await Service.ExecuteAsync("VACUUM ANALYZE items, folders, versions, blobs, permissions, tags, item_tags, stars, item_accesses");
        (Home, Elsewhere, Many) = ((await AtAsync(Levels(8))).Id(), (await AtAsync("/Elsewhere")).Id(), (await AtAsync(ManyPath)).Id());
        Tree = (await AtAsync($"{Levels(8)}/Tree")).Id();
        // As if they had just been touched: what happens in them does not touch them again.
        await Service.ExecuteAsync("UPDATE items SET updated_at = $3 WHERE id IN ($1, $2)", Home, Elsewhere, Service.Clock.GetUtcNow().UtcDateTime.AddHours(1));
    }

    public Task<JsonElement> AtAsync(string path) => Owner.GetJsonAsync($"/v1/items/by-path?path={Uri.EscapeDataString(path)}");

    /// <summary>Counts what these requests do when all their statements get plans of that kind.</summary>
    internal async Task<Work> WorkOfAsync(string plan, Func<Task> requests)
    {
        await Service.ExecuteAsync($"DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET plan_cache_mode = {plan}', current_database()); END $$");
        return await Work.OfAsync(Service, requests);
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private static string Levels(int count) => string.Concat(Enumerable.Range(1, count).Select(n => $"/Level {n}"));
}

/// <summary>Tests that share the whale, one after the other: what it costs is counted.</summary>
[CollectionDefinition(nameof(WhaleDrive))]
public sealed class WhaleCollection : ICollectionFixture<WhaleDrive>;
