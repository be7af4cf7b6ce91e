using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Transfers;

public class OfferOwnershipTests(Api api)
{
    [Fact]
    public async Task An_offer_says_what_is_offered_by_whom_to_whom_and_until_when()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("f.txt", TestUser.NewContent(300))).Id();

        var response = await alice.OfferAsync(file, new { email = bob.Email.ToUpperInvariant() });

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("/v1/transfers", response.Headers.Location!.ToString());
        var offer = await response.JsonAsync();
        Assert.Equal((file, "f.txt", "file", 300, "write"), (offer.GetProperty("item_id").GetInt64(), offer.Text("item_name"), offer.Text("type"), offer.GetProperty("size_bytes").GetInt64(), offer.Text("keep_access")));
        Assert.Equal((alice.Id, bob.Id), (offer.GetProperty("from").Id(), offer.GetProperty("to").Id()));
        Assert.Equal(TimeSpan.FromDays(14), offer.GetProperty("expires_at").GetDateTime() - offer.GetProperty("created_at").GetDateTime());
        foreach (var user in new[] { alice, bob }) Assert.Equal(offer.GetRawText(), Assert.Single(await user.OffersAsync()).GetRawText());
        Assert.Null(await bob.LevelAsync(file));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("admin")]
    [InlineData(null)]
    public async Task The_owner_says_what_they_keep(string? keep)
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());

        var offer = await alice.OfferToAsync(await alice.CreateFolderAsync("F"), bob, keep);

        Assert.Equal(keep, offer.GetProperty("keep_access").GetString());
    }

    [Fact]
    public async Task Offering_again_replaces_the_offer()
    {
        await using var service = await api.StartAsync();
        var (alice, bob, carol) = (await service.NewUserAsync(), await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await alice.OfferToAsync(folder, bob);
        service.Clock.Advance(TimeSpan.FromMinutes(5));

        var again = await alice.OfferAsync(folder, new { user_id = carol.Id, keep_access = "read" });

        Assert.Equal(HttpStatusCode.Created, again.StatusCode);
        Assert.Empty(await bob.OffersAsync());
        Assert.Equal(((await again.JsonAsync()).GetRawText(), "read"), (Assert.Single(await carol.OffersAsync()).GetRawText(), (await again.JsonAsync()).Text("keep_access")));
        await (await bob.AcceptAsync(folder)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
        service.Clock.Advance(TimeSpan.FromDays(14) - TimeSpan.FromSeconds(5));
        await (await (await service.SignInAsync(carol.Email)).AcceptAsync(folder)).SucceededAsync();
    }

    [Fact]
    public async Task Who_offers_without_end_is_stopped_and_drowns_nobody_elses_offers()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.ExecuteAsync("""
            WITH made AS (
                INSERT INTO items (drive_id, parent_id, type, name, sort_key, size_bytes, mime_type, created_by, created_at, updated_at)
                SELECT p.drive_id, p.id, 'file', n, n, 0, 'text/plain', p.created_by, now(), now() FROM items p CROSS JOIN generate_series(1, 100) n WHERE p.id = $1
                RETURNING id
            )
            INSERT INTO ownership_offers (item_id, user_id, offered_by, created_at, expires_at) SELECT id, $2, $3, now(), now() + interval '1 day' FROM made
            """, folder, bob.Id, alice.Id);

        await (await alice.OfferAsync(folder, new { user_id = bob.Id })).IsProblemAsync(HttpStatusCode.Conflict, "too_many_offers");
        await (await bob.WithdrawAsync((await bob.OffersAsync())[0].GetProperty("item_id").GetInt64())).SucceededAsync();
        await alice.OfferToAsync(folder, bob);
        await alice.OfferToAsync(folder, bob); // it replaces itself
    }

    [Fact]
    public async Task What_a_disabled_user_offered_counts_no_more()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var file = (await alice.UploadAsync("f", TestUser.NewContent())).Id();
        await alice.OfferToAsync(file, bob);

        await api.Service.DisableAsync(alice);

        Assert.Empty(await bob.OffersAsync());
        await (await bob.AcceptAsync(file)).IsProblemAsync(HttpStatusCode.NotFound, "not_found");
    }

    [Fact]
    public async Task The_root_of_a_drive_is_nothing_to_offer()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());

        await (await alice.OfferAsync(await api.Service.RootAsync(alice), new { user_id = bob.Id })).IsProblemAsync(HttpStatusCode.BadRequest, "drive_root");
    }

    [Fact]
    public async Task Nobody_offers_to_themselves_or_to_who_is_not_there_or_disabled()
    {
        var (alice, disabled) = (await api.NewUserAsync(), await api.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        await api.Service.DisableAsync(disabled);

        foreach (var to in new object[] { new { user_id = alice.Id }, new { email = alice.Email } })
            await (await alice.OfferAsync(folder, to)).IsProblemAsync(HttpStatusCode.BadRequest, "grantee_is_owner");
        foreach (var to in new object[] { new { user_id = long.MaxValue }, new { email = "nobody@example.com" }, new { user_id = disabled.Id }, new { email = disabled.Email } })
            await (await alice.OfferAsync(folder, to)).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "user_unknown");
        Assert.Empty(await alice.OffersAsync());
    }

    [Fact]
    public async Task Who_tries_out_which_users_there_are_is_refused_for_a_while()
    {
        await using var service = await api.StartAsync();
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");
        for (var n = 0; n < 10; n++) await (await alice.OfferAsync(folder, new { email = $"nobody{n}@example.com" })).IsProblemAsync(HttpStatusCode.UnprocessableEntity, "user_unknown");

        await (await alice.OfferAsync(folder, new { user_id = bob.Id })).IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        await (await alice.GrantAsync(folder, new { user_id = bob.Id, permission_type = "read" })).IsProblemAsync(HttpStatusCode.TooManyRequests, "too_many_attempts");
        service.Clock.Advance(TimeSpan.FromMinutes(10));
        await alice.OfferToAsync(folder, bob);
    }

    [Fact]
    public async Task If_Match_says_which_state_is_offered()
    {
        var (alice, bob) = (await api.NewUserAsync(), await api.NewUserAsync());
        var (folder, body) = (await alice.CreateFolderAsync("F"), new { user_id = bob.Id });
        var old = await alice.TagAsync(folder);
        await (await alice.RenameAsync(folder, "G")).SucceededAsync();

        await (await alice.IfMatchAsync(old, HttpMethod.Post, $"/v1/items/{folder}/transfer", body)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        Assert.Empty(await alice.OffersAsync());
        await (await alice.IfMatchAsync(await alice.TagAsync(folder), HttpMethod.Post, $"/v1/items/{folder}/transfer", body)).SucceededAsync();
    }

    [Fact]
    public async Task Where_If_Match_is_obligatory_offering_and_accepting_want_it()
    {
        await using var service = await api.StartAsync("Items__RequireIfMatch=true");
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        var folder = await alice.CreateFolderAsync("F");

        await (await alice.OfferAsync(folder, new { user_id = bob.Id })).IsProblemAsync((HttpStatusCode)428, "precondition_required");
        await (await alice.IfMatchAsync(await alice.TagAsync(folder), HttpMethod.Post, $"/v1/items/{folder}/transfer", new { user_id = bob.Id })).SucceededAsync();
        await (await bob.AcceptAsync(folder)).IsProblemAsync((HttpStatusCode)428, "precondition_required");
        await (await bob.IfMatchAsync("\"0-0\"", HttpMethod.Post, $"/v1/items/{folder}/transfer/accept", null)).IsProblemAsync(HttpStatusCode.PreconditionFailed, "precondition_failed");
        await (await bob.IfMatchAsync("*", HttpMethod.Post, $"/v1/items/{folder}/transfer/accept", null)).SucceededAsync();
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"user_id": 1, "email": "a@example.com"}""")]
    [InlineData("""{"email": "a b@example.com"}""")]
    [InlineData("""{"user_id": 1, "keep_access": "owner"}""")]
    [InlineData("""{"user_id": 1, "keep_access": 1}""")]
    public async Task What_makes_no_sense_is_refused(string body)
    {
        var alice = await api.NewUserAsync();
        var folder = await alice.CreateFolderAsync("F");

        var response = await alice.SendAsync(HttpMethod.Post, $"/v1/items/{folder}/transfer", new StringContent(body, null, "application/json"), null);

        await response.IsProblemAsync(HttpStatusCode.BadRequest, "validation_failed");
    }
}
