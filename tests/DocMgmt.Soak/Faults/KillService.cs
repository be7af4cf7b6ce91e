using DocMgmt.Soak.Service;

namespace DocMgmt.Soak.Faults;

/// <summary>kill -9 of the service; its database stops when it notices.</summary>
internal sealed class KillService : IFault
{
    public string Name => "kill -9 of the service";

    public Task StrikeAsync(ServiceProcess service, string dataDirectory)
    {
        service.Kill();
        return Task.CompletedTask;
    }
}
