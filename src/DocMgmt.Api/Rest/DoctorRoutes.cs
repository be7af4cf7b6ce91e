using DocMgmt.Drive.Doctor;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace DocMgmt.Api.Rest;

internal static class DoctorRoutes
{
    public static void MapDoctor(this IEndpointRouteBuilder v1) =>
        v1.MapGroup("/admin").WithTags("Administration").AddEndpointFilter<NoStore>()
            .MapGet("/doctor", async ([FromQuery(Name = "deep")] bool? deep, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ExamineSystem.Query(deep ?? false), ct)))
            .WithName(nameof(ExamineSystem))
            .WithSummary("Look whether everything that is stored fits together; deep: read and hash all bytes, which takes as long as the disk does.");
}
