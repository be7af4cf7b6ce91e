using System.Text.Json;
using DocMgmt.Drive.Doctor;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Tests.Harness;

/// <summary>Asks the doctor. For services of a test's own: in the shared one others may be breaking things.</summary>
internal static class Doctor
{
    /// <summary>Checks that nothing is wrong with anything that the service stores.</summary>
    public static async Task DoctorAsync(this TestService service, bool deep = true)
    {
        var findings = (await service.ExamineAsync(deep)).GetProperty("findings");
        Assert.True(findings.GetArrayLength() == 0, findings.ToString());
    }

    /// <summary>The doctor's report.</summary>
    public static async Task<JsonElement> ExamineAsync(this TestService service, bool deep = true) =>
        await (await service.AdministratorAsync()).GetJsonAsync($"/v1/admin/doctor?deep={(deep ? "true" : "false")}");

    /// <summary>The names of the checks that found something.</summary>
    public static async Task<IReadOnlyList<string>> FindingsAsync(this TestService service, bool deep = true) =>
        [.. (await service.ExamineAsync(deep)).GetProperty("findings").EnumerateArray().Select(f => f.Text("check"))];

    /// <summary>As <c>doctor --fix</c>.</summary>
    public static Task<MendedReport> MendAsync(this TestService service, bool deep = true) =>
        service.Services.GetRequiredService<Examiner>().MendAsync(deep, _ => { }, CancellationToken.None);
}
