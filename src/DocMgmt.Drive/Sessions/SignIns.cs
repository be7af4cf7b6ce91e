using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using MediatR;

namespace DocMgmt.Drive.Sessions;

/// <summary>A session and the refresh token that prolongs it.</summary>
public sealed record SignedIn(long UserId, Guid SessionId, string RefreshToken);

/// <summary>Signing in, staying so, and leaving. Access tokens are the head's: it makes them from what this returns.</summary>
public sealed class SignIns(IMediator mediator, Passwords passwords, Throttle throttle, Caller caller)
{
    /// <summary>How long a session lasts after it was last prolonged.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    private const int RefreshTokenBytes = 32;

    /// <exception cref="Problem">401 <c>invalid_credentials</c>, after the same time whatever is wrong; 429 after ten failures in ten minutes.</exception>
    public async Task<SignedIn> LogInAsync(string? email, string? password, CancellationToken ct)
    {
        var normalized = UserRules.Normalize(email ?? "");
        using var attempt = await throttle.EnterAsync([$"login:{Convert.ToHexString(Hash(normalized))}", $"login from:{caller.Network}"], ct);
        var account = await mediator.Send(new FindCredentials.Query(normalized), ct);
        var fits = await passwords.VerifyAsync(account?.PasswordHash, password, ct);
        if (!fits || account is null || account.Disabled)
        {
            attempt.Fail();
            await mediator.Send(new NoteFailedLogin.Command(normalized, account?.Id), ct);
            throw Problems.WrongCredentials;
        }

        var (token, hash) = NewToken();
        var sessionId = Guid.CreateVersion7();
        await mediator.Send(new OpenSession.Command(account.Id, account.PasswordHash, sessionId, hash), ct);
        return new(account.Id, sessionId, token);
    }

    /// <summary>Takes a refresh token for a new one. One that was used before ends its session.</summary>
    /// <exception cref="Problem">401 <c>refresh_token_invalid</c>.</exception>
    public async Task<SignedIn> RefreshAsync(string? refreshToken, CancellationToken ct)
    {
        var (token, hash) = NewToken();
        var refreshed = await mediator.Send(new RefreshSession.Command(Hash(refreshToken ?? ""), hash), ct) ?? throw Problems.BadRefreshToken;
        return new(refreshed.UserId, refreshed.SessionId, token);
    }

    private static (string Token, byte[] Hash) NewToken()
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RefreshTokenBytes));
        return (token, Hash(token));
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
