using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Users;

/// <summary>Who may make an account.</summary>
public enum RegistrationMode
{
    Closed,
    Open,
}

/// <param name="DefaultQuotaBytes">Of a new account's drive, unless said otherwise.</param>
public sealed record AccountPolicy(RegistrationMode Registration, long DefaultQuotaBytes);

/// <summary>Accounts and passwords for every head: hashing comes before the command, because it is slow.</summary>
public sealed class Accounts(IMediator mediator, Passwords passwords, Throttle throttle, Caller caller, AccountPolicy policy)
{
    public async Task<User> CreateAsync(string email, string? password, string? displayName, Role? role, long? quotaBytes, CancellationToken ct)
    {
        await MayAdministerAsync(ct);
        return await mediator.Send(new CreateUser.Command(await NewAsync(email, password, displayName, role ?? Role.User, quotaBytes, ct)), ct);
    }

    /// <exception cref="Problem">403 <c>registration_closed</c>.</exception>
    public async Task<User> RegisterAsync(string email, string? password, string? displayName, CancellationToken ct)
    {
        if (policy.Registration == RegistrationMode.Closed) throw Problems.RegistrationClosed;
        return await mediator.Send(new RegisterUser.Command(await NewAsync(email, password, displayName, Role.User, null, ct)), ct);
    }

    public async Task<User> UpdateAsync(
        long userId, string? displayName, Role? role, bool? disabled, long? quotaBytes, string? password, CancellationToken ct)
    {
        await MayAdministerAsync(ct);
        return await mediator.Send(new UpdateUser.Command(userId, displayName, role, disabled, quotaBytes,
            password is null ? null : await passwords.HashAsync(password, "password", ct)) { Password = password }, ct);
    }

    /// <summary>Makes the first administrator of an installation; null where there is one.</summary>
    public async Task<User?> EnsureAdministratorAsync(string email, Func<string> password, CancellationToken ct) =>
        await mediator.Send(new HasAdministrator.Query(), ct)
            ? null
            : await mediator.Send(new CreateFirstAdministrator.Command(await NewAsync(email, password(), "Administrator", Role.Administrator, null, ct)), ct);

    /// <summary>Ends all other sign-ins of the caller.</summary>
    public async Task ChangePasswordAsync(string? currentPassword, string? newPassword, CancellationToken ct)
    {
        using var attempt = await throttle.EnterAsync([$"password:{caller.UserId}"], ct);
        var hash = await mediator.Send(new FindMyPassword.Query(), ct);
        if (await passwords.VerifyAsync(hash, currentPassword, ct)
            && await mediator.Send(new ChangePassword.Command(hash, await passwords.HashAsync(newPassword, "new_password", ct)), ct)) return;
        attempt.Fail();
        throw Problems.Invalid("current_password", "This is not your password.");
    }

    // Before hashing, which is slow, for somebody who may not; the command decides again.
    private Task<bool> MayAdministerAsync(CancellationToken ct) => mediator.Send(new MayAdminister.Query(), ct);

    private async Task<NewAccount> NewAsync(string email, string? password, string? displayName, Role role, long? quotaBytes, CancellationToken ct) =>
        new(email, await passwords.HashAsync(password, "password", ct), displayName, role, quotaBytes ?? policy.DefaultQuotaBytes) { Password = password };
}
