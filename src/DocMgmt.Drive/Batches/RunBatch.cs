using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using DocMgmt.Drive.Trash;
using FluentValidation;
using MediatR;
using Npgsql;

namespace DocMgmt.Drive.Batches;

/// <summary>
/// Carries out many operations in one transaction, one after the other, each as if it were sent by itself; what all of them need to lock is locked
/// before the first. Either all are done or none, or each by itself as it can be.
/// </summary>
public static class RunBatch
{
    public const int MostOperations = 1_000;

    /// <summary>How long operations are begun, since others wait for what the batch has locked.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(20);

    public sealed record Command(IReadOnlyList<BatchOperation> Operations, bool Atomic) : ICommand<Done>, IFingerprinted
    {
        public Access Access => Access.SignedIn;
        object IFingerprinted.Fingerprint => new { Atomic, Operations = Operations.Select(o => new { o.Message.GetType().FullName, Message = (object)o.Message, o.IfMatch }) };
    }

    /// <param name="Results">One for each operation, in their order.</param>
    public sealed record Done(IReadOnlyList<OperationResult> Results);

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.Operations).Must(o => o is { Count: > 0 and <= MostOperations }).WithMessage("Send one to 1,000 operations.");
    }

    internal sealed class Handler(Db db, IMediator mediator, Caller caller, BatchLocks locks, PurgeList purges, TimeProvider clock) : IRequestHandler<Command, Done>
    {
        public async Task<Done> Handle(Command command, CancellationToken ct)
        {
            var begun = clock.GetTimestamp();
            await locks.TakeAsync(command.Operations, ct);
            var results = new List<OperationResult>(command.Operations.Count);
            try
            {
                foreach (var operation in command.Operations)
                {
                    caller.IfMatch = operation.IfMatch;
                    var late = clock.GetElapsedTime(begun) > MostTime;
                    results.Add(command.Atomic ? await DoAsync(operation, results.Count, late, ct) : await TryAsync(operation, late, ct));
                }
            }
            finally
            {
                caller.IfMatch = null;
            }

            return new(await QueuePurgesAsync(results, ct));
        }

        private async Task<OperationResult> DoAsync(BatchOperation operation, int position, bool late, CancellationToken ct)
        {
            try
            {
                return late ? throw Problems.BatchTooLong : await operation.SendAsync(mediator, ct);
            }
            catch (Exception e) when (FailureOf(e) is { } problem)
            {
                throw Problems.OfOperation(position, problem);
            }
        }

        private async Task<OperationResult> TryAsync(BatchOperation operation, bool late, CancellationToken ct)
        {
            if (late) return OperationResult.Of(Problems.BatchTooLong);
            try
            {
                return await db.UnderSavepointAsync(() => operation.SendAsync(mediator, ct), ct);
            }
            catch (Exception e) when (FailureOf(e) is { } problem)
            {
                return OperationResult.Of(problem);
            }
        }

        /// <summary>What is the operation's own failure; what passes by itself, or ends the session, is the whole batch's.</summary>
        private static Problem? FailureOf(Exception e) => e switch
        {
            Problem { Status: < 500 and not 401 } problem => problem,
            PostgresException fault when DatabaseFaults.ProblemOf(fault) is { Status: < 500 } problem => problem,
            _ => null,
        };

        /// <summary>Gives one job all that was begun to be purged.</summary>
        private async Task<IReadOnlyList<OperationResult>> QueuePurgesAsync(List<OperationResult> results, CancellationToken ct)
        {
            var begun = results.Where(Waits).Select(r => r.ItemId!.Value).ToArray();
            if (begun.Length == 0) return results;
            var job = await purges.QueueBegunAsync(begun, ct);
            return [.. results.Select(r => Waits(r) ? r with { ItemId = null, JobId = job.Id } : r)];
        }

        private static bool Waits(OperationResult result) => result is { Status: 202, JobId: null };
    }
}
