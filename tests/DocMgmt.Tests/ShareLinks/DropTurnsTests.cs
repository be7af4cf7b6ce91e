using DocMgmt.Drive.ShareLinks;

namespace DocMgmt.Tests.ShareLinks;

public class DropTurnsTests
{
    [Fact]
    public async Task A_link_receives_eight_files_at_once_and_another_link_does_not_wait_for_it()
    {
        var turns = new DropTurns();
        var taken = new List<IDisposable>();
        for (var n = 0; n < 8; n++) taken.Add(await turns.TakeAsync(1, CancellationToken.None));

        var ninth = turns.TakeAsync(1, CancellationToken.None);
        (await turns.TakeAsync(2, CancellationToken.None)).Dispose();
        Assert.False(ninth.IsCompleted);
        taken[3].Dispose();

        (await ninth.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }
}
