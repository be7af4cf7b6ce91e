using DocMgmt.Soak;
using DocMgmt.Tests.Embedded;
using DocMgmt.Tests.Harness;
using DocMgmt.Tests.S3;

namespace DocMgmt.Tests.Hosting;

/// <summary>kill -9 of the service, of its database, and of both in turn, at moments drawn by lot, always on the same data. <c>crash.sh</c> does more of it.</summary>
public class CrashTests(CrashTests.Crashes crashes) : IClassFixture<CrashTests.Crashes>
{
    private const int Seed = 4;
    private const int Few = 6, Many = 14; // each kind of crash twice, or more often

    public static TheoryData<int> Rounds => [.. Enumerable.Range(0, Few)];

    public static TheoryData<int> FurtherRounds => [.. Enumerable.Range(Few, Many - Few)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public Task After_a_crash_everything_is_as_it_was_answered_and_nothing_is_left(int round) => CrashAsync(round);

    [Theory]
    [MemberData(nameof(FurtherRounds))]
    [Trait("Category", "Long")]
    public Task After_many_crashes_everything_is_as_it_was_answered_and_nothing_is_left(int round) => CrashAsync(round);

    private async Task CrashAsync(int round)
    {
        var (before, report) = (crashes.Campaign.Findings.All.Count, await crashes.Campaign.RunRoundAsync(round));

        Assert.True(crashes.Campaign.Findings.All.Count == before, string.Join('\n', crashes.Campaign.Findings.All.Skip(before).Append(report)));
    }

    public sealed class Crashes : IAsyncLifetime
    {
        private readonly DataFolder folder = new();

        internal Campaign Campaign { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Campaign = await Campaign.StartAsync(Plan.Crashes(Seed), folder.Path, TestStore.IsS3 ? await BucketView.NewAsync() : null);

        public async ValueTask DisposeAsync()
        {
            await Campaign.DisposeAsync();
            folder.Dispose();
        }
    }
}
