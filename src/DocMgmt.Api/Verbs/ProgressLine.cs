using System.Diagnostics;
using DocMgmt.Drive.Doctor;

namespace DocMgmt.Api.Verbs;

/// <summary>Tells somebody who sits at a terminal how far it is, in one line of standard error; says nothing when nobody does.</summary>
internal sealed class ProgressLine
{
    private const string ClearLine = "\r\e[K";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly bool watched = !Console.IsErrorRedirected;
    private readonly Stopwatch sinceShown = new(), ofCheck = new();
    private string check = "";

    public void Show(DoctorProgress progress)
    {
        if (!watched) return;
        if (check != progress.Check)
        {
            check = progress.Check;
            ofCheck.Restart();
        }
        else if (sinceShown.Elapsed < Pause)
        {
            return;
        }

        sinceShown.Restart();
        Console.Error.Write($"{ClearLine}{check} …");
        if (progress.Done > 0) Console.Error.Write($" {progress.Done:N0}, {progress.Done / ofCheck.Elapsed.TotalSeconds:N0} a second");
    }

    public void Clear()
    {
        if (watched) Console.Error.Write(ClearLine);
    }
}
