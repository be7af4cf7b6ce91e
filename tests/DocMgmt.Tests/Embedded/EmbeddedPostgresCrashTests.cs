using System.Diagnostics;
using DocMgmt.Api.Embedded;
using Microsoft.Extensions.Logging.Abstractions;

namespace DocMgmt.Tests.Embedded;

public sealed class EmbeddedPostgresCrashTests(MadeDatabase made) : EmbeddedTest(made)
{
    [Fact]
    public async Task A_killed_server_is_noticed_and_a_start_recovers_what_was_committed()
    {
        await CopyDatabaseAsync();
        await using (var killed = await StartAsync(new() { DataDirectory = Folder.Path }))
        {
            await ScalarAsync(killed, "CREATE TABLE kept AS SELECT 42 AS answer");
            Kill(Folder.ServerPid());
            await killed.Exited.WaitAsync(TimeSpan.FromSeconds(10));
        }

        await using var next = await StartAsync();

        Assert.Equal(42, await ScalarAsync(next, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task The_server_ends_with_a_host_that_is_killed()
    {
        await CopyDatabaseAsync();
        using var host = await StandInHost.StartAsync(Folder);
        Assert.True(Directory.Exists($"/proc/{Folder.ServerPid()}"));

        host.Kill();
        await host.ServerEnded.WaitAsync(TimeSpan.FromSeconds(20));

        Assert.False(File.Exists(Folder.File("postgres/postmaster.pid")));
    }

    [Fact]
    public async Task A_start_waits_for_the_server_of_a_killed_host()
    {
        await CopyDatabaseAsync();
        using var host = await StandInHost.StartAsync(Folder);
        var old = Folder.ServerPid();
        await Shell.RunAsync(["kill", "-STOP", $"{old}"], CancellationToken.None);
        host.Kill();

        var starting = StartAsync();
        await Task.Delay(500);
        Assert.False(starting.IsCompleted);
        await Shell.RunAsync(["kill", "-CONT", $"{old}"], CancellationToken.None);

        await using var next = await starting;
        Assert.NotEqual(old, Folder.ServerPid());
        Assert.Equal(1, await ScalarAsync(next, "SELECT 1"));
    }

    /// <summary>A server removes its pid file before it lets go of its memory.</summary>
    [Fact]
    public async Task A_start_waits_for_a_server_that_has_no_pid_file_any_more()
    {
        await CopyDatabaseAsync();
        var program = Folder.File("postgres-that-ends");
        Directory.CreateDirectory(program);
        File.Copy("/bin/sleep", Path.Combine(program, "postgres"));
        using var ending = Process.Start(new ProcessStartInfo(Path.Combine(program, "postgres"), "60") { WorkingDirectory = Folder.File("postgres") })!;

        var starting = StartAsync();
        await Task.Delay(500);
        Assert.False(starting.IsCompleted);
        ending.Kill();

        await using var next = await starting;
        Assert.Equal(1, await ScalarAsync(next, "SELECT 1"));
    }

    [Fact]
    public async Task A_start_at_once_after_host_and_server_were_killed_recovers()
    {
        await CopyDatabaseAsync();
        using var host = await StandInHost.StartAsync(Folder);
        Kill(Folder.ServerPid());
        host.Kill();

        await using var next = await StartAsync();

        Assert.Equal(1, await ScalarAsync(next, "SELECT 1"));
    }

    [Fact]
    public async Task A_pid_file_whose_number_belongs_to_a_stranger_by_now_is_no_obstacle()
    {
        await CopyDatabaseAsync();
        using var stranger = Shell.Start(Shell.Describe(DatabaseUser.Current.Run("sleep", "600")));
        try
        {
            await File.WriteAllTextAsync(Folder.File("postgres/postmaster.pid"), $"{stranger.Id}\n{Folder.File("postgres")}\n1\n5432\n");

            await using var postgres = await StartAsync();

            Assert.Equal(1, await ScalarAsync(postgres, "SELECT 1"));
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_half_made_database_is_made_again()
    {
        Directory.CreateDirectory(Folder.File("postgres.tmp-0123abcd/base"));

        await using var postgres = await StartAsync();

        Assert.Empty(Directory.GetDirectories(Folder.Path, "postgres.tmp-*"));
    }

    [Fact]
    public async Task A_cancelled_start_leaves_nothing_running()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            EmbeddedPostgres.StartAsync(Folder.Options(), NullLogger.Instance, cancel.Token));

        await using var postgres = await StartAsync();
    }

    private static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }
}
