using DocMgmt.Drive.Pipeline;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace DocMgmt.Drive.Users;

/// <summary>
/// Hashes and checks passwords (PBKDF2 with HMAC-SHA512). Slow on purpose, so never inside a transaction, and only on half of the cores at once:
/// a flood of sign-ins leaves room for everybody else.
/// </summary>
public sealed class Passwords : IDisposable
{
    /// <summary>OWASP's figure for PBKDF2-HMAC-SHA512.</summary>
    public const int DefaultIterations = 210_000;

    public const int MinLength = 8;
    public const int MaxLength = 256;

    private static readonly object Nobody = new();
    private readonly PasswordHasher<object> hasher;
    private readonly SemaphoreSlim places = new(Math.Max(1, Environment.ProcessorCount / 2));
    private readonly Lazy<string> unknown;

    public Passwords(int iterations)
    {
        hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        unknown = new(() => hasher.HashPassword(Nobody, Guid.NewGuid().ToString()));
    }

    /// <exception cref="Problem">400: shorter than 8 or longer than 256 characters.</exception>
    public Task<string> HashAsync(string? password, string field, CancellationToken ct)
    {
        if (password is not { Length: >= MinLength and <= MaxLength })
            throw Problems.Invalid(field, $"A password has {MinLength} to {MaxLength} characters.");
        return SlowlyAsync(() => hasher.HashPassword(Nobody, password), ct);
    }

    /// <summary>Whether that is the password; takes the same time when there is no account (<paramref name="hash"/> is null).</summary>
    public async Task<bool> VerifyAsync(string? hash, string? password, CancellationToken ct)
    {
        if (password is null or { Length: > MaxLength }) password = "";
        var fits = await SlowlyAsync(() => hasher.VerifyHashedPassword(Nobody, hash ?? unknown.Value, password) != PasswordVerificationResult.Failed, ct);
        return fits && hash is not null;
    }

    public void Dispose() => places.Dispose();

    private async Task<T> SlowlyAsync<T>(Func<T> work, CancellationToken ct)
    {
        await places.WaitAsync(ct);
        try
        {
            return await Task.Run(work, ct);
        }
        finally
        {
            places.Release();
        }
    }
}
