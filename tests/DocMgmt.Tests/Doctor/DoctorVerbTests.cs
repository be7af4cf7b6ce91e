using System.Text.Json;
using DocMgmt.Soak.Service;
using DocMgmt.Tests.Embedded;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Hosting;

namespace DocMgmt.Tests.Doctor;

/// <summary>The doctor as a verb of the host, in a process of its own.</summary>
public sealed class DoctorVerbTests(Api api) : IDisposable
{
    private readonly DataFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_runs_beside_the_service_and_without_it()
    {
        var strange = folder.File("blobs/notes.txt");
        using var service = await ServiceProcess.Start(folder.Path).ReadyAsync();

        var beside = await VerbProcess.RunAsync(folder.Path, "doctor", "--deep");
        Assert.Equal((0, ""), (beside.Code, beside.Errors));
        Assert.Contains("nothing is wrong", beside.Output, StringComparison.Ordinal);
        Assert.Equal(0, await service.StopAsync());
        await File.WriteAllTextAsync(strange, "?");
        var without = await VerbProcess.RunAsync(folder.Path, "doctor", "--fix");

        Assert.Equal((1, ""), (without.Code, without.Errors));
        Assert.Contains("notes.txt: this is no key", without.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("postgres/postmaster.pid")));
        Assert.True(File.Exists(strange));
    }

    [Fact]
    public async Task Its_JSON_is_that_of_the_route()
    {
        await using var service = await api.StartAsync();
        await (await service.NewUserAsync()).UploadAsync("a.bin", TestUser.NewContent());
        await service.ExecuteAsync("UPDATE drives SET used_bytes = 7");
        var settings = Settings(service);

        var said = await VerbProcess.RunAsync(service.DataDirectory, ["doctor", "--json", .. settings]);
        Assert.Equal((1, (await service.ExamineAsync()).GetRawText()), (said.Code, said.Output.Trim()));

        var mended = await VerbProcess.RunAsync(service.DataDirectory, ["doctor", "--json", "--fix", .. settings]);
        Assert.Equal(0, mended.Code);
        var report = JsonDocument.Parse(mended.Output).RootElement;
        Assert.Equal(2, report.GetProperty("mended").GetProperty("used_bytes").GetInt64());
        Assert.Equal(0, report.GetProperty("findings").GetArrayLength());
        await service.DoctorAsync();
    }

    [Fact]
    public async Task It_leaves_a_database_of_another_schema_alone()
    {
        await using var service = await api.StartAsync();
        await service.DoctorAsync();
        await service.ExecuteAsync("DELETE FROM schema_migrations WHERE number = (SELECT max(number) FROM schema_migrations)");

        var said = await VerbProcess.RunAsync(service.DataDirectory, ["doctor", .. Settings(service)]);

        Assert.Equal((2, ""), (said.Code, said.Output));
        Assert.Contains("this build", said.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There are no blobs", "doctor")]
    [InlineData("'--depe' is neither", "doctor", "--depe")]
    [InlineData("'docter' is neither", "docter")]
    [InlineData("ConnectionStrings__Postgres", "doctor", "--ConnectionStrings:Postgres=nothing")]
    public async Task What_can_not_be_done_is_told(string says, params string[] arguments)
    {
        var said = await VerbProcess.RunAsync(folder.Path, arguments);

        Assert.Equal((2, ""), (said.Code, said.Output));
        Assert.Contains(says, said.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static string[] Settings(TestService service) => [$"--ConnectionStrings:Postgres={service.ConnectionString}", .. service.StoreArguments];
}
