using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

public class WithdrawOfferTests(Api api)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_owner_withdraws_and_the_other_declines(bool declines)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.OfferToAsync(folder, bob);

        await (await (declines ? bob : alice).WithdrawAsync(folder)).SucceededAsync();

        foreach (var user in new[] { alice, bob }) Assert.Empty(await user.OffersAsync());
        await (await bob.AcceptAsync(folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        await (await alice.WithdrawAsync(folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        Assert.Equal("/F", await alice.PathAsync(folder));
    }

    [Fact]
    public async Task An_offer_that_ran_out_is_withdrawn_by_nobody()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.OfferToAsync(folder, bob);
        service.Clock.Advance(TimeSpan.FromDays(14));

        foreach (var user in new[] { await service.SignInAsync(alice.Email), await service.SignInAsync(bob.Email) })
        {
            await (await user.WithdrawAsync(folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
            await (await user.AcceptAsync(folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task Others_end_no_offer_whatever_they_may_do_with_the_item()
    {
        var (alice, bob, admin) = (await api.NewUserAsync(), await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.ShareAsync(folder, admin, "admin");
        await alice.OfferToAsync(folder, bob);

        foreach (var user in new[] { admin, await api.NewUserAsync(), await api.Service.AdministratorAsync() })
            await (await user.WithdrawAsync(folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");

        Assert.Single(await bob.OffersAsync());
    }
}
