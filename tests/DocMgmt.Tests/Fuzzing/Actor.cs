using DocMgmt.Api.Auth;
using DocMgmt.Api.Hosting;
using DocMgmt.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;

namespace DocMgmt.Tests.Fuzzing;

/// <summary>Somebody whose requests are made up. Once signed out, locked or with another password, a new user takes the place.</summary>
internal sealed class Actor(bool administers)
{
    public bool Administers { get; } = administers;
    public TestUser User { get; private set; } = null!;

    /// <summary>A token of the user's that was good until yesterday.</summary>
    public string ExpiredToken { get; private set; } = "";
    public bool IsLost { get; set; } = true;

    /// <summary>What this user's own answers told of.</summary>
    public Memory Memory { get; private set; } = new();

    /// <summary>A new user knows nothing yet; one who signs in again still knows everything.</summary>
    public void Become(TestUser user)
    {
        if (User?.Email != user.Email) Memory = new();
        User?.Dispose();
        var clock = new TestClock();
        clock.Advance(TimeSpan.FromDays(-1));
        var services = user.Service.Services;
        (User, IsLost) = (user, false);
        ExpiredToken = new AccessTokens(services.GetRequiredService<Settings>(), services.GetRequiredService<Keys>(), clock)
            .Issue(user.Id, Guid.Parse(new JsonWebToken(user.AccessToken).GetClaim("sid").Value));
    }
}
