using DocMgmt.Api.Embedded;
using Npgsql;

namespace DocMgmt.Tests.Embedded;

public sealed class EmbeddedPostgresTests(MadeDatabase made) : EmbeddedTest(made)
{
    [Fact]
    public async Task A_second_start_finds_everything_again()
    {
        await CopyDatabaseAsync();
        await using (var first = await StartAsync())
            await ScalarAsync(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('Grüße')");

        await using var second = await StartAsync();

        Assert.Equal("Grüße", await ScalarAsync(second, "SELECT word FROM kept"));
    }

    [Fact]
    public async Task The_application_owns_its_database_and_is_no_superuser()
    {
        await CopyDatabaseAsync();
        await using var postgres = await StartAsync();

        Assert.Equal("docmgmt docmgmt f UTF8", await ScalarAsync(postgres, """
            SELECT concat_ws(' ', current_database(), current_user, rolsuper, current_setting('server_encoding'))
            FROM pg_roles WHERE rolname = current_user
            """));
        await ScalarAsync(postgres, """
            CREATE EXTENSION pg_trgm; CREATE EXTENSION citext; CREATE EXTENSION unaccent; CREATE EXTENSION btree_gin; CREATE EXTENSION ltree
            """);
        Assert.Equal("", await ScalarAsync(postgres, "SELECT current_setting('listen_addresses')"));
    }

    [Fact]
    public async Task Nobody_else_can_read_the_password_or_enter_the_folders()
    {
        await using var postgres = await StartAsync();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.File("postgres.password")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Folder.File("postgres.log")));
        Assert.Equal(DataFolder.OwnerOnly, File.GetUnixFileMode(Folder.File("postgres")));
        Assert.Equal(DataFolder.OwnerOnly, File.GetUnixFileMode(Folder.File("postgres-run")));
    }

    [Fact]
    public async Task Stopping_leaves_no_process_and_no_pid_file()
    {
        await CopyDatabaseAsync();
        var postgres = await StartAsync();
        var pid = Folder.ServerPid();
        Assert.False(postgres.Exited.IsCompleted);

        await postgres.StopAsync();
        await postgres.DisposeAsync();

        Assert.True(postgres.Exited.IsCompleted);
        Assert.False(Directory.Exists($"/proc/{pid}"));
        Assert.False(File.Exists(Folder.File("postgres/postmaster.pid")));
    }

    [Fact]
    public async Task A_path_too_long_for_a_socket_gets_one_in_a_temporary_folder()
    {
        var options = Folder.Options() with { DataDirectory = Folder.File(new string('l', 100)) };
        string socket;
        await using (var postgres = await StartAsync(options))
        {
            socket = new NpgsqlConnectionStringBuilder(postgres.ConnectionString).Host!;
            Assert.StartsWith("/tmp/docmgmt-", socket, StringComparison.Ordinal);
            Assert.Equal(DataFolder.OwnerOnly, File.GetUnixFileMode(socket));
            Assert.Equal(1, await ScalarAsync(postgres, "SELECT 1"));
        }

        Assert.False(Directory.Exists(socket));
    }

    [Fact]
    public async Task A_root_host_runs_the_server_as_nobody_and_goes_elsewhere_when_nobody_cannot_reach_the_folder()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("not root");
        File.SetUnixFileMode(Folder.Path, DataFolder.OwnerOnly);
        using var elsewhere = new DataFolder();
        var options = Folder.Options() with { FallbackDirectory = elsewhere.Path };
        await using (var first = await StartAsync(options))
        {
            var cluster = new DirectoryInfo(Folder.File("postgres")).LinkTarget!;
            Assert.StartsWith(elsewhere.Path, cluster, StringComparison.Ordinal);
            Assert.Equal("nobody", await Shell.RunAsync(["stat", "-c", "%U", $"/proc/{Folder.ServerPid()}"], CancellationToken.None));
            await ScalarAsync(first, "CREATE TABLE kept AS SELECT 42 AS answer");
        }

        File.SetUnixFileMode(Folder.Path, DataFolder.OwnerOnly | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        await using var second = await StartAsync(options);

        Assert.Equal(42, await ScalarAsync(second, "SELECT answer FROM kept"));
    }
}
