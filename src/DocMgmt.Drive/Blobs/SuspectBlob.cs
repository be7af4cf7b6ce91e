using DocMgmt.Drive.Database;
using DocMgmt.Drive.Idempotency;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Blobs;

/// <summary>
/// Notes that a copy may be bad: a proof of possession failed against it (or the prover has something else), or a reader found it missing or short.
/// The scrub looks at it first, and nobody's good copy is given up for it before it was looked at. Sent by the service itself, never by a head.
/// </summary>
internal static class SuspectBlob
{
    public sealed record Command(string Store, string Key) : ICommand<int>, IUnkeyed
    {
        public Access Access => Access.Anyone;
    }

    internal sealed class Handler(Db db) : IRequestHandler<Command, int>
    {
        public Task<int> Handle(Command command, CancellationToken ct) =>
            db.ExecuteAsync("UPDATE blobs SET suspected_at = @Now WHERE store = @Store AND key = @Key AND suspected_at IS NULL", command, ct);
    }
}
