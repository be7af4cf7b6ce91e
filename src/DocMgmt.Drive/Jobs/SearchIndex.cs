using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Search;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Has everything found that was there before search was, or before its rules changed. What is made since is found at once, without this.</summary>
internal sealed class SearchIndex(IMediator mediator) : IMaintenanceJob
{
    public string Name => "search-index";
    public string Description => "Has items and tags found by search that were there before it was, or before its rules changed.";
    public Recurrence Recurrence => Recurrence.Daily;

    public async Task RunAsync(JobRun run, CancellationToken ct)
    {
        run.Count("items", await mediator.SendAllAsync(after => new IndexItems.Command(after), ct));
        run.Count("tags", await mediator.SendAllAsync(after => new IndexTags.Command(after), ct));
    }
}
