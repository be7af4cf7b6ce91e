using DocMgmt.Api.Embedded;

namespace DocMgmt.Tests.Embedded;

public sealed class EmbeddedPostgresErrorTests(MadeDatabase made) : EmbeddedTest(made)
{
    [Fact]
    public async Task A_database_of_another_major_version_is_a_clear_error()
    {
        await CopyDatabaseAsync();
        var installed = (await File.ReadAllTextAsync(Folder.File("postgres/PG_VERSION"))).Trim();
        await File.WriteAllTextAsync(Folder.File("postgres/PG_VERSION"), "9\n");

        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync());

        Assert.Contains("made by PostgreSQL 9", error.Message, StringComparison.Ordinal);
        Assert.Contains($"PostgreSQL {installed} in ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Missing_server_programs_are_a_clear_error()
    {
        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Folder.Options() with { ProgramsDirectory = Folder.Path }));

        Assert.Contains("apt-get install postgresql, or set ConnectionStrings__Postgres", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_to_start_is_quoted_and_leaves_the_folder_free()
    {
        await CopyDatabaseAsync();
        var error = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => StartAsync(Folder.Options() with { SharedBuffers = "much" }));
        Assert.Contains("invalid value for parameter \"shared_buffers\"", error.Message, StringComparison.Ordinal);

        await using var postgres = await StartAsync();
    }

    [Fact]
    public async Task Two_hosts_on_one_folder_are_a_clear_error()
    {
        await CopyDatabaseAsync();
        await using var postgres = await StartAsync();

        var error = await Assert.ThrowsAsync<FolderInUseException>(() => StartAsync());

        Assert.Contains($"(process {Environment.ProcessId}) uses the data folder {Folder.Path}", error.Message, StringComparison.Ordinal);
    }
}
