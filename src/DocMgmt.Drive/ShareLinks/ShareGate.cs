using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Users;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>
/// The one gate of share links: whoever has no account comes in here or not at all, whichever head they knock at. It judges the link anew at each
/// request, and so does every statement that is sent behind it (<see cref="LinkGuard"/>).
/// </summary>
public sealed class ShareGate(IMediator mediator, Caller caller, Throttle throttle, Passwords passwords, UnlockTokens unlocks, Visit visit)
{
    private const int TokenLength = 36; // the parser passes over white space

    /// <param name="token">As it stands in the address.</param>
    /// <param name="password">As the visitor gave it, or null.</param>
    /// <param name="keys">Tokens that the password gave before, wherever the request has some: one that is good will do.</param>
    /// <exception cref="Problem">404 there is no such link; 410 it opens nothing any more; 401 <c>link_password_required</c>, <c>link_password_wrong</c>, before anything is
    /// told of what it opens; 429 after ten failures in ten minutes.</exception>
    public async Task<Visit> EnterAsync(string token, string? password, IReadOnlyList<string> keys, CancellationToken ct)
    {
        var link = await FindAsync(token, ct);
        if (link.State.Refusal() is { } closed) throw closed;
        var key = link.PasswordHash is null ? null : await UnlockAsync(link, password, keys, ct);
        return visit.Begin(link, key);
    }

    /// <summary>
    /// A link that is there is found, whatever others at the same address try: nobody comes upon one of 2^122 tokens by trying, and a mistyped address must
    /// not lock a whole office out. Whoever tries is told to stop.
    /// </summary>
    private async Task<FindShareLink.Found> FindAsync(string token, CancellationToken ct)
    {
        if (Guid.TryParseExact(token, "D", out var id) && token.Length == TokenLength && await mediator.Send(new FindShareLink.Query(id), ct) is { } link) return link;
        using var attempt = await throttle.EnterAsync([$"share token from:{caller.Network}"], ct);
        attempt.Fail();
        throw Problems.NotFound;
    }

    private async Task<UnlockKey> UnlockAsync(FindShareLink.Found link, string? password, IReadOnlyList<string> keys, CancellationToken ct)
    {
        foreach (var key in keys)
        {
            if (unlocks.Check(key, link.Id, link.PasswordHash!) is { } until) return new(key, until);
        }

        if (password is null) throw Problems.LinkPasswordRequired;
        using var attempt = await throttle.EnterAsync([$"share link:{link.Id} {link.PasswordHash}", $"share link from:{caller.Network}"], ct);
        if (await passwords.VerifyAsync(link.PasswordHash, password, ct))
        {
            var (token, expiresAt) = unlocks.Issue(link.Id, link.PasswordHash!);
            return new(token, expiresAt);
        }

        attempt.Fail();
        await mediator.Send(new NoteWrongPassword.Command(link.Id, link.ItemId), CancellationToken.None); // also of who does not wait for the answer
        throw Problems.LinkPasswordWrong;
    }
}

/// <summary>What opens a link with a password again without it.</summary>
public sealed record UnlockKey(string Token, DateTime ExpiresAt);
