using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Hosting;
using DocMgmt.Tests.S3;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Blobs;

/// <summary>Contents are moved from files to a bucket, and back, while the service runs.</summary>
[Trait(TestStore.Trait, TestStore.Files)] // it is on both by itself
public sealed class BlobMigrationTests(Api api) : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("docmgmt-migration-");
    private string[] both = [];
    private string database = "";

    public async ValueTask InitializeAsync()
    {
        await S3Server.Instance.StartAsync();
        both = [.. S3Server.Instance.Settings().Skip(1), $"Blobs__Directory={folder.FullName}", "Uploads__Mode=Proxy", "Downloads__Mode=Proxy"];
        database = await api.MigratedDatabaseAsync();
    }

    public ValueTask DisposeAsync()
    {
        folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("FileSystem", "S3")]
    [InlineData("S3", "FileSystem")]
    public async Task All_contents_are_there_before_during_and_after(string from, string to)
    {
        var contents = new Dictionary<long, byte[]>();
        string email;
        await using (var before = await StartAsync(from))
        {
            var alice = await before.NewUserAsync();
            email = alice.Email;
            for (var i = 0; i < 30; i++) contents[(await alice.UploadAsync($"{i}.bin", TestUser.NewContent(i * 40_000))).Id()] = [];
            foreach (var file in contents.Keys.ToList()) contents[file] = await alice.DownloadAsync(file);
            await alice.SendAsync("pending.bin", TestUser.NewContent());
        }

        await using var service = await StartAsync(to);
        var user = await service.SignInAsync(email);
        await AllAreThereAsync(user, contents);
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested) await AllAreThereAsync(user, contents);
        });
        await user.UploadAsync("again.bin", contents.Values.First()); // refers to what is in the first store, or was moved
        var stores = service.Services.GetRequiredService<BlobStores>();

        var report = await MigrateAsync(service);
        await stop.CancelAsync();
        await reading;

        Assert.Equal((30, 0, 1, 0), (report.Moved, report.Left, report.Pending, report.Faults.Count));
        Assert.Equal(0, await service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE store <> $1", stores.Current.Name));
        Assert.Equal(0, (await MigrateAsync(service)).Moved);
        await AllAreThereAsync(user, contents);
        await service.DoctorAsync();
        Assert.Equal(30, await stores.All[1].ListAsync(default).CountAsync()); // somebody may have looked one up just now
        service.Clock.Advance(TimeSpan.FromHours(2));
        await service.RunJobAsync("blob-sweep");
        Assert.Equal(0, await stores.All[1].ListAsync(default).CountAsync());
        await AllAreThereAsync(await service.SignInAsync(email), contents);
    }

    [Fact]
    public async Task One_that_is_broken_off_goes_on_where_it_was()
    {
        await using (var before = await StartAsync("FileSystem"))
        {
            var alice = await before.NewUserAsync();
            for (var i = 0; i < 30; i++) await alice.UploadAsync($"{i}.bin", TestUser.NewContent());
        }

        await using var service = await StartAsync("S3");
        using var stop = new CancellationTokenSource();
        var moved = 0L;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MigrateAsync(service, done =>
        {
            if ((moved = done.Moved) >= 7) stop.Cancel();
        }, stop.Token));
        var first = await service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE store = 's3'");
        Assert.InRange(first, 7, 29);

        var report = await MigrateAsync(service);

        Assert.Equal((30 - first, 0), (report.Moved, report.Left));
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Two_at_a_time_do_no_harm()
    {
        await using (var before = await StartAsync("FileSystem"))
        {
            var alice = await before.NewUserAsync();
            for (var i = 0; i < 40; i++) await alice.UploadAsync($"{i}.bin", TestUser.NewContent());
        }

        await using var service = await StartAsync("S3");
        await Task.WhenAll(MigrateAsync(service), MigrateAsync(service));

        Assert.Equal(40, await service.ScalarAsync<long>("SELECT count(*) FROM blobs WHERE store = 's3'"));
        Assert.Equal(40, await service.Services.GetRequiredService<BlobStores>().Current.ListAsync(default).CountAsync());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task Bytes_that_are_bad_stay_where_they_are_and_are_told()
    {
        var (good, bad, lost) = (TestUser.NewContent(), TestUser.NewContent(), TestUser.NewContent());
        await using (var before = await StartAsync("FileSystem"))
        {
            var alice = await before.NewUserAsync();
            foreach (var content in new[] { good, bad, lost }) await alice.UploadAsync($"{Guid.NewGuid()}", content);
            before.Harm(bad, Harm.Flipped);
            before.Harm(lost, Harm.Deleted);
        }

        await using var service = await StartAsync("S3");
        var report = await MigrateAsync(service);

        Assert.Equal((1, 2), (report.Moved, report.Left));
        Assert.Contains(report.Faults, f => f.StartsWith($"{TestUser.Sha256(bad)[..2]}/", StringComparison.Ordinal) && f.Contains("are not what they should be", StringComparison.Ordinal));
        Assert.Contains(report.Faults, f => f.Contains("are missing", StringComparison.Ordinal));
        Assert.Equal(1, await service.Services.GetRequiredService<BlobStores>().Current.ListAsync(default).CountAsync());
    }

    [Fact]
    public async Task A_content_of_the_first_store_that_is_damaged_is_healed_in_the_second()
    {
        var content = TestUser.NewContent();
        long file;
        string email;
        await using (var before = await StartAsync("FileSystem"))
        {
            var alice = await before.NewUserAsync();
            (email, file) = (alice.Email, (await alice.UploadAsync("a.bin", content)).Id());
            before.Harm(content, Harm.Truncated);
        }

        await using var service = await StartAsync("S3");
        var user = await service.SignInAsync(email);
        await user.UploadAsync("b.bin", content);
        service.Settle();

        Assert.Equal(content, await user.DownloadAsync(file));
        Assert.Equal("s3", await service.ScalarAsync<string>("SELECT store FROM blobs"));
        Assert.Equal("fs", await service.ScalarAsync<string>("SELECT store FROM blob_deletions"));
    }

    [Fact]
    public async Task The_verb_moves_and_says_what_has_to_be_set_up()
    {
        await using (var before = await StartAsync("FileSystem")) await (await before.NewUserAsync()).UploadAsync("a.bin", TestUser.NewContent());
        string[] settings = [$"--ConnectionStrings:Postgres={database}", .. both.Select(s => "--" + s.Replace("__", ":", StringComparison.Ordinal))];
        string[] verb = ["blobs", "migrate", "--from", "FileSystem", "--to", "S3"];

        var early = await VerbProcess.RunAsync(folder.FullName, [.. verb, "--Blobs:Store=FileSystem", .. settings]);
        var done = await VerbProcess.RunAsync(folder.FullName, [.. verb, "--Blobs:Store=S3", .. settings]);
        var same = await VerbProcess.RunAsync(folder.FullName, ["blobs", "migrate", "--from", "S3", "--to", "S3", "--Blobs:Store=S3", .. settings]);

        Assert.Equal(2, early.Code);
        Assert.Contains("Blobs__Store is FileSystem: set it to S3", early.Errors, StringComparison.Ordinal);
        Assert.Equal(0, done.Code);
        Assert.Contains("Moved 1 contents (1,000 bytes) from FileSystem to S3.", done.Output, StringComparison.Ordinal);
        Assert.Equal(2, same.Code);
    }

    private Task<TestService> StartAsync(string store) => TestService.StartAsync(database, [$"Blobs__Store={store}", .. both]);

    private static Task<MigrationReport> MigrateAsync(TestService service, Action<MigrationProgress>? progress = null, CancellationToken ct = default)
    {
        var stores = service.Services.GetRequiredService<BlobStores>();
        return service.Services.GetRequiredService<BlobMigration>().RunAsync(stores.All[1], stores.Current, progress ?? (_ => { }), ct);
    }

    private static async Task AllAreThereAsync(TestUser user, Dictionary<long, byte[]> contents)
    {
        foreach (var (file, content) in contents) Assert.Equal(content, await user.DownloadAsync(file));
    }
}
