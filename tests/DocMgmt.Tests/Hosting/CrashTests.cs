using DocMgmt.Soak;
using DocMgmt.Tests.Embedded;

namespace DocMgmt.Tests.Hosting;

/// <summary>kill -9 of the service, of its database, and of both in turn, at moments drawn by lot, always on the same data. <c>crash.sh</c> does more of it.</summary>
public class CrashTests(CrashTests.Crashes crashes) : IClassFixture<CrashTests.Crashes>
{
    private const int Seed = 4;
    private const int Count = 14;

    public static TheoryData<int> Rounds => [.. Enumerable.Range(0, Count)];

    [Theory]
    [MemberData(nameof(Rounds))]
    public async Task After_a_crash_everything_is_as_it_was_answered_and_nothing_is_left(int round)
    {
        var (before, report) = (crashes.Campaign.Findings.All.Count, await crashes.Campaign.RunRoundAsync(round));

        Assert.True(crashes.Campaign.Findings.All.Count == before, string.Join('\n', crashes.Campaign.Findings.All.Skip(before).Append(report)));
    }

    public sealed class Crashes : IAsyncLifetime
    {
        private readonly DataFolder folder = new();

        internal Campaign Campaign { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Campaign = await Campaign.StartAsync(Plan.Crashes(Seed), folder.Path);

        public async ValueTask DisposeAsync()
        {
            await Campaign.DisposeAsync();
            folder.Dispose();
        }
    }
}
