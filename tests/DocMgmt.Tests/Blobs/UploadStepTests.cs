using DocMgmt.Tests.Harness;

namespace DocMgmt.Tests.Blobs;

/// <summary>Two uploads of one new content: the first stops at each of its steps, the second at each of its own, then they go on in turn.</summary>
public class UploadStepTests(StepsFixture fixture) : IClassFixture<StepsFixture>
{
    private static readonly string[] Steps = ["staged", "publishing", "published", "item", "version", "commit", "settling"];

    public static TheoryData<string, string> Cells()
    {
        var cells = new TheoryData<string, string>();
        foreach (var first in Steps)
        {
            foreach (var second in Steps) cells.Add(first, second);
        }

        return cells;
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task Two_uploads_of_one_new_content_share_one_copy(string firstStep, string secondStep)
    {
        var (service, steps, content) = (fixture.Service, fixture.Steps, TestUser.NewContent());
        var (alice, bob) = (await service.NewUserAsync(), await service.NewUserAsync());
        steps.Expect("a", "b");
        var (firstStop, secondStop) = (await steps.StopAtAsync(Named(firstStep, "a", alice)), await steps.StopAtAsync(Named(secondStep, "b", bob)));

        var first = Task.Run(() => UploadAsync(alice, "a", content));
        await Harness.Steps.ReachAsync(firstStop);
        var second = Task.Run(() => UploadAsync(bob, "b", content));
        await steps.RunToAsync(secondStop, second);
        await firstStop!.DisposeAsync();
        await steps.RunToAsync(null, first);
        await secondStop!.DisposeAsync();

        Assert.Equal(content, await alice.DownloadAsync(await first));
        Assert.Equal(content, await bob.DownloadAsync(await second));
        Assert.Equal((2, 2), await service.ReferencesAsync(content));
        Assert.Single(service.Published(content));
        Assert.Empty(service.Staging());
    }

    private static string Named(string step, string name, TestUser user) => step == "commit" ? $"commit {user.Id}" : $"{step} {name}";

    private static async Task<long> UploadAsync(TestUser user, string name, byte[] content) =>
        (await (await user.PutContentAsync("file", content, mimeType: $"step/{name}")).SucceededAsync()).Id();
}
