using DocMgmt.Api.Auth;
using DocMgmt.Api.OpenApi;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Sessions;
using DocMgmt.Drive.Users;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DocMgmt.Api.Rest;

/// <summary>Signing in and out.</summary>
internal static class AuthRoutes
{
    internal sealed record LoginBody(string Email, string Password);

    internal sealed record RefreshBody(string RefreshToken);

    internal sealed record RegisterBody(string Email, string Password, string? DisplayName = null);

    /// <param name="ExpiresIn">Of the access token, in seconds.</param>
    internal sealed record TokenResponse(string AccessToken, string TokenType, long ExpiresIn, string RefreshToken);

    public static void MapAuth(this IEndpointRouteBuilder v1)
    {
        var auth = v1.MapGroup("/auth").WithTags("Auth").WithMetadata(new NotIdempotentAttribute()).AddEndpointFilter<NoStore>();

        auth.MapPost("/login", async (LoginBody body, SignIns signIns, AccessTokens tokens, CancellationToken ct) =>
            Tokens(await signIns.LogInAsync(body.Email, body.Password, ct), tokens))
            .WithName("LogIn").WithSummary("Sign in with e-mail and password.").AllowAnonymous()
            .Refuses(Problems.WrongCredentials, Problems.TooManyAttempts(TimeSpan.FromMinutes(10)));

        auth.MapPost("/refresh", async (RefreshBody body, SignIns signIns, AccessTokens tokens, CancellationToken ct) =>
            Tokens(await signIns.RefreshAsync(body.RefreshToken, ct), tokens))
            .WithName("RefreshTokens").WithSummary("Take a refresh token for new tokens. Each works once.").AllowAnonymous().Refuses(Problems.BadRefreshToken);

        auth.MapPost("/logout", async (IMediator mediator, CancellationToken ct) =>
        {
            await mediator.Send(new LogOut.Command(), ct);
            return TypedResults.Ok(SuccessResponse.Of("Signed out."));
        }).WithName(nameof(LogOut)).WithSummary("End this sign-in.");

        auth.MapGet("/session", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetSession.Query(), ct)))
            .WithName(nameof(GetSession)).WithSummary("Who is signed in.");

        auth.MapPost("/register", async (RegisterBody body, Accounts accounts, CancellationToken ct) =>
            TypedResults.Created("/v1/users/me", await accounts.RegisterAsync(body.Email, body.Password, body.DisplayName, ct)))
            .WithName("Register").WithSummary("Make an account, where registration is open.").AllowAnonymous()
            .Refuses(Problems.RegistrationClosed, Problems.EmailTaken);
    }

    private static Ok<TokenResponse> Tokens(SignedIn signedIn, AccessTokens tokens) => TypedResults.Ok(new TokenResponse(
        tokens.Issue(signedIn.UserId, signedIn.SessionId), "Bearer", (long)tokens.Life.TotalSeconds, signedIn.RefreshToken));
}

/// <summary>Keeps an answer out of every cache.</summary>
internal sealed class NoStore : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
