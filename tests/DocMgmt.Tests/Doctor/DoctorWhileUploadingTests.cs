using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Doctor;

/// <summary>Uploads that stand still, or have died, at any of their steps: the doctor has nothing to say about them.</summary>
public class DoctorWhileUploadingTests(Api api)
{
    private static readonly string[] Steps = ["staged", "publishing", "published", "unstaging"];

    private readonly byte[] content = TestUser.NewContent();
    private int stops;

    [Theory]
    [InlineData("new")]
    [InlineData("known")]
    [InlineData("announced")]
    [InlineData("sent again")]
    [InlineData("refused")]
    [InlineData("given up")]
    [InlineData("healing")]
    public async Task An_upload_is_healthy_at_each_of_its_steps(string kind)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        if (kind is "known" or "healing") await alice.UploadAsync("before.bin", content);
        // A loss is a finding until the upload that heals it has committed: from there on it is looked at.
        if (kind == "healing") File.Delete(service.Published(content).Single());
        StopAtEachStep(service, except: kind == "healing" ? "staged publishing published" : "");

        await (kind switch
        {
            "announced" => AnnouncedAsync(alice),
            "sent again" => SentAgainAsync(alice),
            "refused" => RefusedAsync(alice),
            "given up" => GivenUpAsync(alice),
            _ => alice.UploadAsync("a.bin", content),
        });

        Assert.True(stops > 0);
        await service.DoctorAsync();
    }

    [Theory]
    [InlineData("staged")]
    [InlineData("publishing")]
    [InlineData("published")]
    [InlineData("unstaging")]
    public async Task An_upload_that_died_is_no_finding_before_and_after_it_was_cleared(string step)
    {
        await using var service = await api.StartAsync(HookedStore.Add);
        var alice = await service.NewUserAsync();
        At(HookedStore.Of(service), step, () => throw new CrashException());
        await alice.PutContentAsync("a.bin", content);
        At(HookedStore.Of(service), step, () => Task.CompletedTask);

        await service.DoctorAsync();
        service.AgeStaging();
        await service.RunJobAsync("stale-uploads");

        await service.DoctorAsync();
    }

    private void StopAtEachStep(TestService service, string except)
    {
        foreach (var step in Steps.Except(except.Split(' ')))
        {
            At(HookedStore.Of(service), step, () =>
            {
                stops++;
                return service.DoctorAsync();
            });
        }
    }

    private static void At(HookedStore store, string step, Func<Task> run)
    {
        if (step == "staged") store.Staged = _ => run();
        if (step == "publishing") store.Publishing = _ => run();
        if (step == "published") store.Published = _ => run();
        if (step == "unstaging") store.Unstaging = _ => run();
    }

    private async Task AnnouncedAsync(TestUser user) => await user.VersionAsync(await user.SendAsync("a.bin", content));

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
