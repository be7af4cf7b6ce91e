using DocMgmt.Soak.Service;

namespace DocMgmt.Soak.Faults;

/// <summary>Something that happens to the service while it works. Afterwards it ends, or has ended.</summary>
internal interface IFault
{
    string Name { get; }

    Task StrikeAsync(ServiceProcess service, string dataDirectory);
}
