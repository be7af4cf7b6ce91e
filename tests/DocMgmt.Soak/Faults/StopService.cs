using DocMgmt.Soak.Service;

namespace DocMgmt.Soak.Faults;

/// <summary>SIGTERM, as at every update.</summary>
internal sealed class StopService : IFault
{
    public string Name => "a stop";

    public Task StrikeAsync(ServiceProcess service, string dataDirectory) => service.StopAsync();
}
