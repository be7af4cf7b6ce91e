using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Jobs;
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

    /// <summary>How long operations are begun once all is locked: less than the 5 s for which others wait for that.</summary>
    public static readonly TimeSpan MostTime = TimeSpan.FromSeconds(4);

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
        private readonly List<long> begun = [];
        private Job? purge;

        public async Task<Done> Handle(Command command, CancellationToken ct)
        {
            await locks.TakeAsync(command.Operations, ct);
            var results = new List<OperationResult>(command.Operations.Count);
            var end = clock.UtcNow() + MostTime;
            try
            {
                foreach (var operation in command.Operations)
                {
                    caller.IfMatch = operation.IfMatch;
                    results.Add(await (command.Atomic ? DoAsync(operation, results.Count, end, ct) : TryAsync(operation, end, ct)));
                }
            }
            finally
            {
                caller.IfMatch = null;
            }

            if (purge is not null) await purges.NoteBegunAsync(purge, begun, ct);
            return new(results);
        }

        private async Task<OperationResult> DoAsync(BatchOperation operation, int position, DateTime end, CancellationToken ct)
        {
            try
            {
                return await SendAsync(operation, end, ct);
            }
            catch (Exception e) when (FailureOf(e) is { } problem)
            {
                throw Problems.OfOperation(position, problem);
            }
        }

        private async Task<OperationResult> TryAsync(BatchOperation operation, DateTime end, CancellationToken ct)
        {
            var opened = purge;
            try
            {
                return await db.UnderSavepointAsync(() => SendAsync(operation, end, ct), ct);
            }
            catch (Exception e) when (FailureOf(e) is { } problem)
            {
                purge = opened;
                return OperationResult.Of(problem);
            }
        }

        private async Task<OperationResult> SendAsync(BatchOperation operation, DateTime end, CancellationToken ct)
        {
            if (clock.UtcNow() > end) throw Problems.BatchTooLong;
            var result = await operation.SendAsync(mediator, ct);
            if (operation.Message is not PurgeItem.Command) return result;
            // One job has all that is begun to be purged.
            purge ??= await purges.OpenAsync(ct);
            begun.Add(operation.ItemId);
            return result with { JobId = purge.Id };
        }

        /// <summary>What is the operation's own failure; what passes by itself, or ends the session, is the whole batch's.</summary>
        private static Problem? FailureOf(Exception e) => e switch
        {
            Problem { Status: < 500 and not 401 } problem => problem,
            PostgresException fault when DatabaseFaults.ProblemOf(fault) is { Status: < 500 } problem => problem,
            _ => null,
        };
    }
}
