using System.CommandLine;
using System.Text.Json;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Seals;

namespace DocMgmt.Api.Verbs;

/// <summary>Finds out whether the audit log is what was sealed.</summary>
internal static class AuditVerb
{
    private const int Intact = 0, Findings = 1;

    public static Command Create() => new("audit", "Looks after the audit log.") { Verify(), Erase() };

    private static Command Verify()
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var since = new Option<string>("--since") { Description = "The last seal that an earlier verification printed (NUMBER:HASH): tells whether the log was cut off or made anew since." };
        since.Validators.Add(result =>
        {
            if (SealPoint.Parse(result.GetValueOrDefault<string>()) is null) result.AddError("--since takes the last seal of an earlier verification, as it was printed: NUMBER:HASH.");
        });
        var verb = new Command("verify", """
            Finds out whether the audit log is what was sealed: says which events were changed, are missing, were put in, or stand in another place, and which seals
            are not right. May run at any time, also while the service runs. The file of Audit__SealKey must be that of the service, or have its public key.
            Exit code: 0 all is as it was sealed, 1 something is not, 2 it could not run.
            """)
        {
            json, since,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction((parsed, _) => VerbHost.RunAsync(parsed.UnmatchedTokens, async (services, ct) =>
        {
            var line = new ProgressLine();
            var report = await services.GetRequiredService<AuditVerifier>().VerifyAsync(SealPoint.Parse(parsed.GetValue(since)), done => line.Show(new("events", done)), ct);
            line.Clear();
            Console.WriteLine(parsed.GetValue(json) ? JsonSerializer.Serialize(report, Rest.Json.Options) : AuditText.Of(report));
            return report.Count == 0 ? Intact : Findings;
        }));
        return verb;
    }

    private static Command Erase()
    {
        var user = new Argument<long>("user") { Description = "The id of the account." };
        var verb = new Command("erase", """
            Erases what the audit log tells of a person: names, addresses, agents and request ids of everything that an account did. That, when and on what it was done
            stays. It is noted in the log and sealed, so that the log can be verified as before. It can't be taken back.
            """)
        {
            user,
        };
        verb.TreatUnmatchedTokensAsErrors = false;
        verb.SetAction((parsed, _) => VerbHost.RunAsync(parsed.UnmatchedTokens, async (services, ct) =>
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().BecomeJob();
            Console.WriteLine($"The details of {await scope.ServiceProvider.GetRequiredService<Erasure>().RunAsync(parsed.GetValue(user), ct):N0} events are erased.");
            return Intact;
        }));
        return verb;
    }
}
