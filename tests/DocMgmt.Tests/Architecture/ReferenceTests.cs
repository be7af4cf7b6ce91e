using System.Reflection;
using DocMgmt.Api.Hosting;
using DocMgmt.Blobs;
using DocMgmt.Drive;

namespace DocMgmt.Tests.Architecture;

/// <summary>References run one way: Api → Drive → Blobs.</summary>
public class ReferenceTests
{
    private static readonly Assembly Blobs = typeof(IBlobStore).Assembly, Drive = typeof(DriveServices).Assembly, Host = typeof(Settings).Assembly;

    [Fact]
    public void Blobs_refers_to_nothing_of_ours_and_to_no_database() => RefersToNone(Blobs, "DocMgmt", "Npgsql", "Dapper", "MediatR", "Microsoft.AspNetCore");

    [Fact]
    public void Drive_does_not_know_the_host_nor_HTTP() =>
        RefersToNone(Drive, "DocMgmt.Api", "Microsoft.AspNetCore.Http", "Microsoft.AspNetCore.Routing", "Microsoft.AspNetCore.Hosting", "Quartz");

    [Fact]
    public void The_host_does_not_use_Dapper() => RefersToNone(Host, "Dapper");

    private static void RefersToNone(Assembly assembly, params string[] forbidden) =>
        Assert.DoesNotContain(assembly.GetReferencedAssemblies(), r => forbidden.Any(f => r.Name!.StartsWith(f, StringComparison.Ordinal)));
}
