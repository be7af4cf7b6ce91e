using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Jobs;

public class ExpiredOffersTests(Api api)
{
    [Fact]
    public async Task Offers_go_once_they_have_expired()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        await alice.OfferToAsync(await alice.CreateFolderAsync("old"), bob);
        service.Clock.Advance(TimeSpan.FromDays(13));
        alice = await service.SignInAsync(alice.Email);
        var lasting = await alice.CreateFolderAsync("lasting");
        await alice.OfferToAsync(lasting, bob);
        service.Clock.Advance(TimeSpan.FromDays(1));

        await service.RunJobAsync("expired-grants");

        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM ownership_offers"));
        Assert.Equal(lasting, await service.ScalarAsync<long>("SELECT item_id FROM ownership_offers"));
    }
}
