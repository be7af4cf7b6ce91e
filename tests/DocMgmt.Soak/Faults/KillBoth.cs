using DocMgmt.Soak.Service;

namespace DocMgmt.Soak.Faults;

/// <summary>kill -9 of the service and of its database, one right after the other.</summary>
internal sealed class KillBoth : IFault
{
    public string Name => "kill -9 of both";

    public async Task StrikeAsync(ServiceProcess service, string dataDirectory)
    {
        await new KillDatabase().StrikeAsync(service, dataDirectory);
        await new KillService().StrikeAsync(service, dataDirectory);
    }
}
