using System.Text.Json;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.Model.Steps;

namespace DocMgmt.Tests.Model;

/// <summary>Several operations in one request.</summary>
internal sealed partial class Run
{
    private sealed record Batch(int User, bool IsAtomic, IReadOnlyList<(Step Step, Trial Trial)> Steps, Drives After)
    {
        /// <summary>The first that fails where all are done or none; -1: none does.</summary>
        public int Refused => IsAtomic ? Steps.ToList().FindIndex(s => s.Trial.Done is null) : -1;

        public string Expected => Refused is >= 0 and var first ? $"{Steps[first].Trial.Outcome} at {first}" : string.Join(", ", Steps.Select(s => s.Trial.Outcome));
    }

    private async Task BatchAsync()
    {
        var batch = DrawBatch();
        var response = await users[batch.User].BatchAsync(
            batch.Steps.Select(s => new Fields(s.Step.Operation(ids)) { ["op"] = s.Step.Op, ["item_id"] = ids.Of(s.Step.About!.Value) }), batch.IsAtomic);
        var answer = await response.JsonAsync();
        foreach (var (step, trial) in batch.Steps)
        {
            var what = $"{batch.User} in a batch{(batch.IsAtomic ? ", all or none" : "")}: {step.Op} {ids.Of(step.About!.Value)} {Text(step.Operation(ids))}";
            if (batch.Refused < 0) Note(step, what, trial.Outcome, trial.Done?.Way);
            else Note(step, what, "not done", null);
        }

        var outcome = response.IsSuccessStatusCode
            ? string.Join(", ", answer.GetProperty("results").EnumerateArray().Select(r => r.Outcome()))
            : $"{await OutcomeAsync(response)} at {(answer.TryGetProperty("operation", out var at) ? at.GetInt32() : null)}";
        if (outcome != batch.Expected) Fail($"The model said {batch.Expected}, and not {outcome}: {answer}");
        if (batch.Refused >= 0) return;

        drives = batch.After;
        foreach (var ((step, trial), result) in batch.Steps.Zip(answer.GetProperty("results").EnumerateArray())) await LearnAsync(batch.User, step, trial, result);
        drives.EndPurges();
    }

    /// <summary>Each is tried on what those before it left.</summary>
    private Batch DrawBatch()
    {
        var (user, isAtomic, steps, after) = (draw.Somebody(drives), random.Next(2) == 0, new List<(Step Step, Trial Trial)>(), drives.Copy());
        after.BeginRequest();
        for (var left = random.Next(2, 7); left > 0; left--)
        {
            var step = draw.Operation(after, user);
            var then = after.Copy();
            var trial = Try(then, step);
            if (trial.Done is not null)
            {
                // What was made must be shown when all is over, or nobody tells its id.
                if (steps.Exists(s => s.Trial.Done is { Made: true, Item: { } made } && !then.Sees(user, then.Find(made)!))) continue;
                after = then;
            }

            steps.Add((step, step is Purge && trial.Done is not null ? trial with { Outcome = "202" } : trial));
        }

        return new(user, isAtomic, steps, after);
    }

    private async Task LearnAsync(int user, Step step, Trial trial, JsonElement result)
    {
        if (result.GetProperty("job_id") is { ValueKind: JsonValueKind.Number } job) await EndAsync(user, job.GetInt64());
        if (trial.Done is not { } done) return;
        if (done.Grant is { } grant) ids.Learn(Kind.Grant, grant, result.GetProperty("permission_id").GetInt64());
        if (step is Delete or Purge or Revoke) return;
        if (result.GetProperty("item") is { ValueKind: JsonValueKind.Object } item) await ShowAsync(user, done with { Item = done.Item ?? step.About }, item);
        else if (drives.Sees(user, drives.Find(step.About!.Value)!)) Fail($"{step.Op} should show its item: {result}");
    }
}
