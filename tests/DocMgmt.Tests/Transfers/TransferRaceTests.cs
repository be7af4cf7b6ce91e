using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

/// <summary>Whatever happens to something while it is accepted: it ends up whole, with one of both, and each quota says what its drive has.</summary>
public class TransferRaceTests(OwnService own) : IClassFixture<OwnService>
{
    private const int Rounds = 12;

    [Fact]
    public async Task Of_many_acceptances_at_once_one_succeeds()
    {
        var service = own.Service;
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        for (var round = 0; round < Rounds; round++)
        {
            var folder = await OfferedAsync(alice, bob, $"F{round}");

            var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => bob.AcceptAsync(folder)));

            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound], answers.Select(a => a.StatusCode).Order());
        }

        Assert.Equal((0, Rounds * 1_000), (await alice.UsedBytesAsync(), await bob.UsedBytesAsync()));
        await service.DoctorAsync();
    }

    [Theory]
    [InlineData("withdraw")]
    [InlineData("decline")]
    [InlineData("offer")]
    public async Task Either_the_acceptance_or_the_end_of_the_offer_succeeds(string other)
    {
        var service = own.Service;
        var (alice, bob, carol) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        for (var round = 0; round < Rounds; round++)
        {
            var folder = await OfferedAsync(alice, bob, $"F{round}", keep: null);

            var accepting = bob.AcceptAsync(folder);
            var ending = other switch { "withdraw" => alice.WithdrawAsync(folder), "decline" => bob.WithdrawAsync(folder), _ => alice.OfferAsync(folder, new { user_id = carol.Id }) };
            var (accepted, ended) = ((await accepting).StatusCode, (await ending).StatusCode);

            Assert.True(accepted == HttpStatusCode.OK ^ (int)ended is 200 or 201, $"{accepted} {ended}");
            Assert.Equal((accepted == HttpStatusCode.OK ? bob : alice).Id, await OwnerAsync(service, folder));
        }

        await service.DoctorAsync();
    }

    [Theory]
    [InlineData("move")]
    [InlineData("move away")]
    [InlineData("trash")]
    [InlineData("trash below")]
    [InlineData("upload")]
    [InlineData("create")]
    [InlineData("grant")]
    public async Task What_others_do_with_it_meanwhile_is_done_before_or_after(string what)
    {
        var service = own.Service;
        var (alice, bob, carol) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var (to, away) = (await alice.CreateFolderAsync("to"), await carol.CreateFolderAsync("away"));
        await carol.ShareAsync(away, alice, "write");
        for (var round = 0; round < Rounds; round++)
        {
            var folder = await OfferedAsync(alice, bob, $"F{round}");
            var below = (await alice.UploadAsync("below", TestUser.NewContent(), folder)).Id();

            var accepting = bob.AcceptAsync(folder);
            var other = what switch
            {
                "move" => alice.MoveAsync(folder, to),
                "move away" => alice.MoveAsync(folder, away),
                "trash" => alice.DeleteAsync($"/v1/items/{folder}"),
                "trash below" => alice.DeleteAsync($"/v1/items/{below}"),
                "upload" => alice.PutContentAsync("new", TestUser.NewContent(), folder),
                "create" => alice.PostAsync("/v1/items", new { item_name = "new", type = "folder", parent_id = folder }),
                _ => alice.GrantAsync(folder, new { user_id = carol.Id, permission_type = "read" }),
            };
            var answers = await Task.WhenAll(accepting, other);

            Assert.All(answers, a => Assert.True(a.StatusCode is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.NotFound or HttpStatusCode.Forbidden, $"{what}: {a.StatusCode}"));
            Assert.Contains(answers, a => a.IsSuccessStatusCode);
            var owner = await OwnerAsync(service, folder);
            if (answers[0].IsSuccessStatusCode) Assert.Equal(bob.Id, owner);
            else Assert.NotEqual(bob.Id, owner);
        }

        Assert.Equal(0, await service.ScalarAsync<long>("""
            SELECT count(*) FROM drives d WHERE d.used_bytes <> (SELECT COALESCE(sum(v.size_bytes), 0) FROM versions v WHERE v.drive_id = d.id)
            """));
        await service.DoctorAsync();
    }

    private static async Task<long> OfferedAsync(TestUser owner, TestUser user, string name, string? keep = "write")
    {
        var folder = await owner.CreateFolderAsync(name);
        await owner.UploadAsync("f", TestUser.NewContent(1_000), folder);
        await owner.OfferToAsync(folder, user, keep);
        return folder;
    }

    private static Task<long> OwnerAsync(TestService service, long item) =>
        service.ScalarAsync<long>("SELECT d.owner_id FROM items i JOIN drives d ON d.id = i.drive_id WHERE i.id = $1", item);
}
