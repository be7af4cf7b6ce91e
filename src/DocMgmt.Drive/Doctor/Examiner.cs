using DocMgmt.Drive.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace DocMgmt.Drive.Doctor;

/// <summary>Runs all checks, one after the other, as the service itself. May run at any time, and more than once at a time.</summary>
public sealed class Examiner(IServiceScopeFactory scopes)
{
    /// <summary>Looks, and changes nothing.</summary>
    /// <param name="deep">Whether to read and hash all bytes: as long as the disk takes.</param>
    public async Task<DoctorReport> ExamineAsync(bool deep, Action<DoctorProgress> progress, CancellationToken ct)
    {
        var (findings, looked) = (new List<Finding>(), new Dictionary<string, long>(StringComparer.Ordinal));
        await using var scope = NewScope();
        foreach (var check in scope.ServiceProvider.GetServices<ICheck>())
        {
            var examined = await check.ExamineAsync(LookFor(check, deep, progress), ct);
            looked[check.Name] = examined.Checked;
            if (examined.Count > 0) findings.Add(new(check.Name, examined.Count, examined.Examples));
        }

        return new(findings, looked);
    }

    /// <summary>Puts right what can be put right, then looks again.</summary>
    /// <param name="deep">Whether to read and hash all bytes. Once: bad ones are marked then, and found by their mark.</param>
    public async Task<MendedReport> MendAsync(bool deep, Action<DoctorProgress> progress, CancellationToken ct)
    {
        var mended = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var scope = NewScope();
        foreach (var check in scope.ServiceProvider.GetServices<ICheck>().OfType<IMending>())
        {
            var count = await check.MendAsync(LookFor(check, deep, progress), ct);
            if (count > 0) mended[check.Name] = count;
        }

        return new(await ExamineAsync(deep: false, progress, ct), mended);
    }

    private static Look LookFor(ICheck check, bool deep, Action<DoctorProgress> progress)
    {
        progress(new(check.Name, 0));
        return new(deep, done => progress(new(check.Name, done)));
    }

    private AsyncServiceScope NewScope()
    {
        var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
        return scope;
    }
}
