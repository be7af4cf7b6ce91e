using System.Collections.Concurrent;
using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Doctor;

/// <summary>Uploads that stand still, or have died, at any of their steps: the doctor has nothing to say about them.</summary>
public class DoctorWhileUploadingTests(Api api)
{
    private readonly byte[] content = TestUser.NewContent();

    [Theory]
    [InlineData("new", "staged publishing published unstaging")]
    [InlineData("known", "staged publishing published discarding")]
    [InlineData("announced", "staged publishing published unstaging")]
    [InlineData("sent again", "staged discarding publishing published unstaging")]
    [InlineData("refused", "staged publishing published unstaging discarding")]
    [InlineData("given up", "staged discarding")]
    [InlineData("healing", "unstaging")] // A loss is a finding until the upload that heals it has committed: from there on it is looked at.
    public async Task An_upload_is_healthy_at_each_of_its_steps(string kind, string steps)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        if (kind is "known" or "healing") await alice.UploadAsync("before.bin", content);
        service.Settle();
        if (kind == "healing") service.Store.Delete(service.Published(content).Single());
        var looks = LookAtEach(service, steps.Split(' '));

        await (kind switch
        {
            "announced" => alice.VersionAsync(await alice.SendAsync("a.bin", content)),
            "sent again" => SentAgainAsync(alice),
            "refused" => RefusedAsync(alice),
            "given up" => GivenUpAsync(alice),
            _ => alice.UploadAsync("a.bin", content),
        });

        service.Settle();
        Assert.All(looks, look => Assert.True(look.Findings == "[]", look.Findings));
        Assert.Equal(steps.Split(' ').Order(), looks.Select(l => l.Step).Distinct().Order());
        await service.DoctorAsync();
    }

    [Theory]
    [InlineData("staged")]
    [InlineData("publishing")]
    [InlineData("published")]
    [InlineData("unstaging")]
    [InlineData("discarding")]
    public async Task An_upload_that_died_is_no_finding_before_and_after_it_was_cleared(string step)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        if (step == "discarding") await alice.UploadAsync("before.bin", content);
        service.Settle();
        var died = false;
        At(HookedStore.Of(service), step, () => { died = true; throw new CrashException(); });
        await alice.PutContentAsync("a.bin", content);
        service.Settle();
        Assert.True(died);
        Assert.Single(service.Staged(content));
        At(HookedStore.Of(service), step, () => Task.CompletedTask);

        await service.DoctorAsync();
        service.AgeStaging();
        await service.RunJobAsync("stale-uploads");

        Assert.Empty(service.Staging());
        await service.DoctorAsync();
    }

    /// <summary>What the doctor finds at each of those steps. Told, and not asserted there: what is thrown after the answer reaches no test.</summary>
    private static ConcurrentQueue<(string Step, string Findings)> LookAtEach(TestService service, string[] steps)
    {
        var looks = new ConcurrentQueue<(string, string)>();
        foreach (var step in steps) At(HookedStore.Of(service), step, async () => looks.Enqueue((step, (await service.ExamineAsync()).GetProperty("findings").ToString())));
        return looks;
    }

    private static void At(HookedStore store, string step, Func<Task> run)
    {
        if (step == "staged") store.Staged = _ => run();
        if (step == "publishing") store.Publishing = _ => run();
        if (step == "published") store.Published = _ => run();
        if (step == "unstaging") store.Unstaging = _ => run();
        if (step == "discarding") store.Discarding = _ => run();
    }

    private async Task SentAgainAsync(TestUser user)
    {
        var upload = await user.SendAsync("a.bin", content);
        await (await user.Service.PutAsync(upload.Url, content)).SucceededAsync();
        await user.VersionAsync(upload);
    }

    private async Task RefusedAsync(TestUser user)
    {
        var first = HookedStore.Of(user.Service).Staged;
        HookedStore.Of(user.Service).Staged = async staged =>
        {
            await first(staged);
            HookedStore.Of(user.Service).Staged = first;
            await user.UploadAsync("a.bin", TestUser.NewContent());
        };
        var refused = await user.PutContentAsync("a.bin", content, query: "&on_conflict=fail");
        Assert.Equal(409, (int)refused.StatusCode);
    }

    private async Task GivenUpAsync(TestUser user)
    {
        var upload = await user.SendAsync("a.bin", content);
        (await user.Http.DeleteAsync(new Uri($"/v1/files/upload/{upload.VersionId}", UriKind.Relative))).EnsureSuccessStatusCode();
    }

    /// <summary>Stands for a process that died: nobody catches it.</summary>
    private sealed class CrashException() : Exception("The process died here.");
}
