using DocMgmt.Drive.Database;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Jobs;

/// <summary>Gives a user's job back, because this node stops: another one, or this one when it is there again, goes on with it.</summary>
internal static class PutJobBack
{
    public sealed record Command(long Id, int Attempt) : ICommand<int>
    {
        public Access Access => Access.Job;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) =>
            db.ExecuteAsync("UPDATE jobs SET state = 'queued' WHERE id = @Id AND attempt = @Attempt AND state = 'running'", command, ct);
    }
}
