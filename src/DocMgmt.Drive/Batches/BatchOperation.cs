using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Batches;

/// <summary>One operation of a batch: a command that can be sent by itself too, with its own access, locks, validation and event.</summary>
/// <param name="ItemId">What it is about.</param>
/// <param name="IfMatch">The states of the item that it is meant for; null: any.</param>
public abstract record BatchOperation(long ItemId, NamedStates? IfMatch)
{
    internal abstract IMessage Message { get; }

    /// <summary>Sends the command within the batch's transaction.</summary>
    /// <exception cref="Problem">As the command.</exception>
    internal abstract Task<OperationResult> SendAsync(IMediator mediator, CancellationToken ct);

    /// <param name="command">What is to be done.</param>
    /// <param name="done">What its answer is in the batch's.</param>
    public static BatchOperation Of<T>(ICommand<T> command, long itemId, NamedStates? ifMatch, Func<T, OperationResult> done) =>
        new Sent<T>(command, itemId, ifMatch, done);

    private sealed record Sent<T>(ICommand<T> Command, long ItemId, NamedStates? IfMatch, Func<T, OperationResult> Done) : BatchOperation(ItemId, IfMatch)
    {
        internal override IMessage Message => Command;

        internal override async Task<OperationResult> SendAsync(IMediator mediator, CancellationToken ct) => Done(await mediator.Send(Command, ct));
    }
}
