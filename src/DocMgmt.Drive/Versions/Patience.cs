using DocMgmt.Drive.Database;
using DocMgmt.Drive.Jobs;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Drive.Versions;

/// <summary>Lets a run go on past what fails and passes by itself, until too much has failed in a row: then it fails like the next one.</summary>
internal sealed class Patience(JobRun run, CancellationToken ct)
{
    private const int MostInARow = 20;

    private int inARow;

    /// <param name="what">What is left to the next run when the work fails.</param>
    public async Task TryAsync(string what, Func<Task> work)
    {
        try
        {
            await work();
            inARow = 0;
        }
        catch (Exception e) when (inARow < MostInARow && !ct.IsCancellationRequested && Passes(e))
        {
            inARow++;
            run.Fail($"{what} is left to the next run: {e.Message}");
        }
    }

    private static bool Passes(Exception e) => (e as Problem ?? DatabaseFaults.ProblemOf(e)) is { RetryAfter: not null };
}
