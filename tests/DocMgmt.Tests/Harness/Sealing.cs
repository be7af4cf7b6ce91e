using DocMgmt.Drive.Seals;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Harness;

/// <summary>Seals the audit log, and looks whether it is as it was sealed.</summary>
internal static class Sealing
{
    /// <summary>Once everything that is committed has its position, seals it.</summary>
    public static async Task SealAsync(this TestService service)
    {
        await service.PositionsAreGivenAsync();
        await service.RunJobAsync("audit-seal");
    }

    public static Task PositionsAreGivenAsync(this TestService service) =>
        Eventually.IsTrueAsync(async () => await service.ScalarAsync<long>("SELECT count(*) FROM events WHERE position IS NULL") == 0);

    public static Task<AuditReport> VerifyAuditAsync(this TestService service, SealPoint? since = null) =>
        service.Services.GetRequiredService<AuditVerifier>().VerifyAsync(since, _ => { }, CancellationToken.None);

    /// <summary>All is as it was sealed; answers how it was found.</summary>
    public static async Task<AuditReport> AuditIsIntactAsync(this TestService service)
    {
        var report = await service.VerifyAuditAsync();
        Assert.Equal([], report.Findings.Select(f => f.Text));
        Assert.Equal(0, report.Count);
        return report;
    }
}
