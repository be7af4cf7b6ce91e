using System.Security.Cryptography;
using DocMgmt.Drive.Seals;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Seals;

/// <summary>What seals, and who can verify it.</summary>
public class SealKeyTests(Api api)
{
    private const string Insert = "INSERT INTO events (action, created_at) VALUES ('test', now())";

    [Fact]
    public async Task A_key_that_is_lost_is_not_replaced_without_a_word()
    {
        await using var service = await StartAsync();
        await service.SealAsync();
        await using var other = await TestService.StartAsync(service.ConnectionString);
        await other.ExecuteAsync(Insert);
        await other.PositionsAreGivenAsync();

        Assert.Contains("is not there", (await Assert.ThrowsAsync<InvalidOperationException>(() => other.RunJobAsync("audit-seal"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_public_key_is_enough_to_verify_and_too_little_to_seal()
    {
        await using var service = await StartAsync();
        await service.SealAsync();
        var path = Path.Combine(service.DataDirectory, "audit-seal.pem");
        using var key = ECDsa.Create();
        key.ImportFromPem(await File.ReadAllTextAsync(path));
        await File.WriteAllTextAsync(path + ".public", key.ExportSubjectPublicKeyInfoPem());
        await using var other = await TestService.StartAsync(service.ConnectionString, $"Audit__SealKey={path}.public");

        await other.AuditIsIntactAsync();
        await other.ExecuteAsync(Insert);
        await other.PositionsAreGivenAsync();
        var failed = await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await other.SealAsync());

        Assert.Contains("no private key", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Seals_of_a_former_key_hold_while_its_public_part_is_in_the_file()
    {
        await using var service = await StartAsync();
        await service.SealAsync();
        var path = Path.Combine(service.DataDirectory, "audit-seal.pem");
        using var former = ECDsa.Create();
        former.ImportFromPem(await File.ReadAllTextAsync(path));
        using var next = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(path + ".2", $"{next.ExportPkcs8PrivateKeyPem()}\n{former.ExportSubjectPublicKeyInfoPem()}\n");
        await using var other = await TestService.StartAsync(service.ConnectionString, $"Audit__SealKey={path}.2");

        await other.ExecuteAsync(Insert);
        await other.SealAsync();

        await other.AuditIsIntactAsync();
        Assert.Equal(2, await service.ScalarAsync<long>("SELECT count(DISTINCT key_id) FROM audit_seals"));
        Assert.Equal([Tampering.Seal], (await service.VerifyAuditAsync()).Findings.Select(f => f.Kind).Distinct());
    }

    [Fact]
    public async Task The_key_is_not_in_the_database_and_nobody_else_can_read_its_file()
    {
        await using var service = await StartAsync();
        await service.SealAsync();

        var file = Path.Combine(service.DataDirectory, "audit-seal.pem");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(SealKeys.IdOf(Key(file)), await service.ScalarAsync<string>("SELECT DISTINCT key_id FROM audit_seals"));
        static ECDsa Key(string file)
        {
            var key = ECDsa.Create();
            key.ImportFromPem(File.ReadAllText(file));
            return key;
        }
    }

    private async Task<TestService> StartAsync()
    {
        var service = await api.StartAsync();
        await service.PauseJobsAsync();
        await service.NewUserAsync(); // so that something is there to be sealed
        return service;
    }
}
