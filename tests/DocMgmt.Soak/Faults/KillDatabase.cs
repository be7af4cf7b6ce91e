using System.Diagnostics;
using DocMgmt.Soak.Service;

namespace DocMgmt.Soak.Faults;

/// <summary>kill -9 of all processes of the database; the service ends because of it.</summary>
internal sealed class KillDatabase : IFault
{
    public string Name => "kill -9 of the database";

    public Task StrikeAsync(ServiceProcess service, string dataDirectory)
    {
        using var postmaster = Process.GetProcessById(PrivateDatabase.Pid(dataDirectory));
        postmaster.Kill(entireProcessTree: true);
        return Task.CompletedTask;
    }
}
