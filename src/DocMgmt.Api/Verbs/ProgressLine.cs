using System.Diagnostics;
using DocMgmt.Drive.Doctor;

namespace DocMgmt.Api.Verbs;

/// <summary>Tells somebody who sits at a terminal how far it is, in one line of standard error; says nothing when nobody does.</summary>
internal sealed class ProgressLine
{
    private const string ClearLine = "\r\e[K";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly bool watched = !Console.IsErrorRedirected;
    private readonly Stopwatch sinceShown = new(), ofTask = new();
    private string current = "";

    public void Show(DoctorProgress progress) => Show(progress.Check, progress.Check, progress.Done, "");

    /// <param name="what">What is being done, and how much of it.</param>
    /// <param name="done">So far, of what is also told by the second.</param>
    public void Show(string what, long done, string unit) => Show("", what, done, unit);

    private void Show(string task, string what, long done, string unit)
    {
        if (!watched) return;
        if (!ofTask.IsRunning || current != task)
        {
            current = task;
            ofTask.Restart();
        }
        else if (sinceShown.Elapsed < Pause)
        {
            return;
        }

        sinceShown.Restart();
        Console.Error.Write($"{ClearLine}{what} …");
        if (done > 0) Console.Error.Write($" {done:N0}{(unit.Length == 0 ? "" : " " + unit)}, {done / ofTask.Elapsed.TotalSeconds:N0} a second");
    }

    public void Clear()
    {
        if (watched) Console.Error.Write(ClearLine);
    }
}
