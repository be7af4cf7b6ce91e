using DocMgmt.Api.Auth;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Paging;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Usage;
using DocMgmt.Drive.Users;
using MediatR;

namespace DocMgmt.Api.Rest;

/// <summary>One's own account, and everybody's for administrators.</summary>
internal static class UserRoutes
{
    internal sealed record ProfileBody(string DisplayName);

    internal sealed record PasswordBody(string CurrentPassword, string NewPassword);

    internal sealed record NewUserBody(string Email, string Password, string? DisplayName = null, Role? Role = null, long? StorageQuotaBytes = null);

    /// <summary>What is left out stays as it is.</summary>
    internal sealed record UserBody(string? DisplayName = null, Role? Role = null, bool? Disabled = null, long? StorageQuotaBytes = null, string? Password = null);

    public static void MapUsers(this IEndpointRouteBuilder v1)
    {
        var me = v1.MapGroup("/users/me").WithTags("Users").AddEndpointFilter<NoStore>();

        me.MapGet("", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMe.Query(), ct)))
            .WithName(nameof(GetMe)).WithSummary("Your account and what your drive holds.");

        me.MapGet("/usage", async (UsageReports reports, CancellationToken ct) => TypedResults.Ok(await reports.MineAsync(ct)))
            .WithName("GetMyUsage").WithSummary("What your drive holds, by type and folder, what takes most, and what trash and versions take.");

        me.MapPatch("", async (ProfileBody body, IMediator mediator, CancellationToken ct) =>
            TypedResults.Ok(await mediator.Send(new UpdateMe.Command(body.DisplayName), ct)))
            .WithName(nameof(UpdateMe)).WithSummary("Change your name.");

        me.MapPost("/password", async (PasswordBody body, Accounts accounts, CancellationToken ct) =>
        {
            await accounts.ChangePasswordAsync(body.CurrentPassword, body.NewPassword, ct);
            return TypedResults.Ok(SuccessResponse.Of("Your password was changed, and you were signed out everywhere else."));
        }).WithName("ChangePassword").WithSummary("Change your password.").WithMetadata(new NotIdempotentAttribute())
            .Refuses(Problems.TooManyAttempts(TimeSpan.FromMinutes(10)));

        var admin = v1.MapGroup("/admin/users").WithTags("Administration").AddEndpointFilter<NoStore>().Refuses(Problems.AdministratorsOnly);

        admin.MapPost("", async (NewUserBody body, Accounts accounts, CancellationToken ct) =>
        {
            var user = await accounts.CreateAsync(body.Email, body.Password, body.DisplayName, body.Role, body.StorageQuotaBytes, ct);
            return TypedResults.Created($"/v1/admin/users/{user.Id}", user);
        }).WithName(nameof(CreateUser)).WithSummary("Make an account.").Refuses(Problems.EmailTaken);

        admin.MapGet("", async ([AsParameters] PageParameters page, HttpContext http, IMediator mediator, CancellationToken ct) =>
            Lists.Answer(http, await mediator.Send(new ListUsers.Query(page.Page, page.PageSize, page.Cursor), ct)))
            .WithName(nameof(ListUsers)).WithSummary("List all accounts.").Produces<Paged<User>>();

        admin.MapGet("/{id:long}", async (long id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetUser.Query(id), ct)))
            .WithName(nameof(GetUser)).WithSummary("One account.");

        admin.MapPatch("/{id:long}", async (long id, UserBody body, Accounts accounts, CancellationToken ct) =>
            TypedResults.Ok(await accounts.UpdateAsync(id, body.DisplayName, body.Role, body.Disabled, body.StorageQuotaBytes, body.Password, ct)))
            .WithName(nameof(UpdateUser)).WithSummary("Change an account: name, role, quota, password, disabled.").Refuses(Problems.LastAdministrator);
    }
}
