using System.Net;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Resumable;

/// <summary>Files that are put together from partial uploads (tus 1.0.0, concatenation).</summary>
public class ResumableJoinTests(Api api, OwnService own) : IClassFixture<OwnService>
{
    private TestService Service => own.Service;

    [Fact]
    public async Task Partial_uploads_are_put_together_in_the_order_that_is_said()
    {
        var (alice, content) = (await Service.NewUserAsync(), TestUser.NewContent(70_000));
        var parts = new List<string>();
        foreach (var range in new[] { 40_000..70_000, 0..40_000 })
        {
            var url = await alice.Http.BeginAsync(content[range].Length, "", headers: ("Upload-Concat", "partial"));
            Assert.Equal(20_000, await alice.Http.AppendedAsync(url, 0, content[range][..20_000]));
            await alice.Http.AppendedAsync(url, 20_000, content[range][20_000..]);
            parts.Add(url);
        }

        var answer = await alice.Http.TusAsync("POST", Tus.Uploads, null, ("Upload-Concat", $"final;{parts[1].Path()} {parts[0]}"), ("Upload-Metadata", Tus.Metadata(("item_name", "whole"), ("checksum", TestUser.Sha256(content)))));

        Assert.Equal((HttpStatusCode.Created, 70_000), (answer.StatusCode, answer.Offset()));
        var final = answer.Headers.Location!.AbsoluteUri;
        Assert.Equal($"final;{parts[1].Path()} {parts[0].Path()}", (await alice.Http.AskAsync(final)).Header("Upload-Concat"));
        Assert.Equal(content, await alice.DownloadAsync(await alice.Http.ItemAsync(final)));
        foreach (var part in parts) Assert.Equal(HttpStatusCode.NotFound, (await alice.Http.AskAsync(part)).StatusCode);
        await (await alice.Http.AppendAsync(final, 70_000, [])).IsProblemAsync(HttpStatusCode.Forbidden, "final_takes_no_bytes");
        Assert.Empty(Service.Store.List("pieces/"));
        await Service.DoctorAsync();
    }

    /// <summary>Its client lost patience, and sent it again: there is one file, and the second one is told.</summary>
    [Fact]
    public async Task A_final_that_is_sent_twice_makes_one_file()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var (alice, content) = (await service.NewUserAsync(), TestUser.NewContent());
        var part = await alice.Http.BeginAsync(1_000, "", body: content, headers: ("Upload-Concat", "partial"));
        using var both = new CountdownEvent(2);
        HookedStore.Of(service).Publishing = async _ =>
        {
            both.Signal();
            await Eventually.IsTrueAsync(() => both.IsSet);
        };

        var answers = await Task.WhenAll(FinalAsync(), FinalAsync());

        var refused = Assert.Single(answers, a => !a.IsSuccessStatusCode);
        await refused.IsProblemAsync(HttpStatusCode.Conflict, "upload_completed");
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM versions"));
        Assert.Equal(1, await service.ScalarAsync<long>("SELECT count(*) FROM resumable_uploads")); // what was refused is no upload either
        service.Settle();
        await service.DoctorAsync();

        Task<HttpResponseMessage> FinalAsync() => alice.Http.TusAsync("POST", Tus.Uploads, null, ("Upload-Concat", $"final;{part} {part}"), ("Upload-Metadata", Tus.Metadata(("item_name", "x"), ("on_conflict", "rename"))));
    }

    [Fact]
    public async Task Parts_stay_for_as_long_as_it_takes_to_put_them_together()
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        var part = await alice.Http.BeginAsync(1_000, "", body: TestUser.NewContent(), headers: ("Upload-Concat", "partial"));
        service.Clock.Advance(TimeSpan.FromHours(23.9));
        alice = await service.SignInAsync(alice.Email);
        DateTime first = default;
        HookedStore.Of(service).Publishing = async _ => first = await service.ScalarAsync<DateTime>("SELECT min(expires_at) FROM resumable_uploads");

        var answer = await alice.Http.TusAsync("POST", Tus.Uploads, null, ("Upload-Concat", $"final;{part}"), ("Upload-Metadata", Tus.Metadata(("item_name", "x"))));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.InRange(first - service.Clock.GetUtcNow().UtcDateTime, TimeSpan.FromHours(23.9), TimeSpan.FromHours(24));
    }
}
