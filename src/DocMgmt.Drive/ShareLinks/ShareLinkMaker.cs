using DocMgmt.Drive.Users;
using MediatR;

namespace DocMgmt.Drive.ShareLinks;

/// <summary>Makes and changes links for every head: hashing their passwords comes before the command, because it is slow.</summary>
public sealed class ShareLinkMaker(IMediator mediator, Passwords passwords)
{
    /// <param name="password">Null: none is needed.</param>
    public async Task<ShareLink> CreateAsync(long itemId, LinkLevel level, LinkTerms terms, string? password, CancellationToken ct) =>
        await mediator.Send(new CreateShareLink.Command(itemId, level, terms, await HashAsync(password, ct)) { Password = password }, ct);

    /// <param name="sets">What of all that is to be changed.</param>
    public async Task<ShareLink> UpdateAsync(long itemId, long linkId, LinkTerms terms, string? password, LinkMembers sets, CancellationToken ct) =>
        await mediator.Send(new UpdateShareLink.Command(itemId, linkId, terms, await HashAsync(password, ct), sets) { Password = password }, ct);

    private async Task<string?> HashAsync(string? password, CancellationToken ct) => password is null ? null : await passwords.HashAsync(password, "password", ct);
}
