using System.Security.Claims;
using DocMgmt.Api.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DocMgmt.Api.Auth;

/// <summary>
/// Makes and checks access tokens: JWTs (RFC 7519) signed with HS256. A good token says who somebody was when it was made; whether they still may
/// is decided with each request's own statement.
/// </summary>
public sealed class AccessTokens(Settings settings, Keys keys, TimeProvider clock)
{
    private const string Name = "docmgmt";
    private const int MaxLength = 8_192;

    private readonly JsonWebTokenHandler handler = new() { SetDefaultTimesOnTokenCreation = false };
    private readonly SymmetricSecurityKey key = new(keys.For("access token"));

    public TimeSpan Life => settings.AccessTokenLife;

    public string Issue(long userId, Guid sessionId)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Name,
            Audience = Name,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Life,
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [JwtRegisteredClaimNames.Sub] = userId.ToString(),
                [JwtRegisteredClaimNames.Sid] = sessionId.ToString(),
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString(),
            },
            SigningCredentials = new(key, SecurityAlgorithms.HmacSha256),
        });
    }

    /// <summary>Whose token it is; null for any that is not good.</summary>
    public (long UserId, Guid SessionId)? Check(string token)
    {
        if (token.Length > MaxLength || token.Count(c => c == '.') != 2) return null;
        var result = handler.ValidateToken(token, new TokenValidationParameters
        {
            ValidIssuer = Name,
            ValidAudience = Name,
            IssuerSigningKey = key,
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = ["JWT"],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            LifetimeValidator = (from, until, _, _) => IsNow(from, until),
        });
        return result.IsValid && long.TryParse(Claim(result.ClaimsIdentity, JwtRegisteredClaimNames.Sub), out var userId)
            && Guid.TryParse(Claim(result.ClaimsIdentity, JwtRegisteredClaimNames.Sid), out var sessionId)
            ? (userId, sessionId)
            : null;
    }

    private bool IsNow(DateTime? from, DateTime? until)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        return from is not null && until is not null && from.Value.AddSeconds(-30) <= now && now < until;
    }

    private static string? Claim(ClaimsIdentity identity, string name) => identity.FindFirst(name)?.Value;
}
