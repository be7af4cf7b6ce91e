using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Doctor;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Usage;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>How the installation is doing, for its administrators.</summary>
internal static class AdminRoutes
{
    public static void MapAdmin(this IEndpointRouteBuilder v1)
    {
        var admin = v1.MapGroup("/admin").WithTags("Administration").AddEndpointFilter<NoStore>().Refuses(Problems.AdministratorsOnly);

        admin.MapGet("/storage", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetStorage.Query(), ct)))
            .WithName(nameof(GetStorage)).WithSummary("What all drives hold, what it takes, and what will be free when.");

        admin.MapGet("/usage", async (UsageReports reports, CancellationToken ct) => TypedResults.Ok(await reports.TotalAsync(ct)))
            .WithName("GetTotalUsage").WithSummary("What all drives hold, by type and owner, what takes most, and what trash and versions take.");

        admin.MapGet("/doctor", async (bool? deep, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ExamineSystem.Query(deep ?? false), ct)))
            .WithName(nameof(ExamineSystem)).WithSummary("Look whether everything that is stored fits together.");
    }
}
