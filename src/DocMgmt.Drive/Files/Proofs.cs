using System.Diagnostics;
using System.Security.Cryptography;
using DocMgmt.Blobs;
using DocMgmt.Drive.Blobs;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Files;

/// <summary>
/// Completes uploads by proof of possession. A proof that fails, and one about content that is not there, get the same answer after the same
/// time: knowing a hash tells nobody whether its content is stored.
/// </summary>
public sealed class Proofs(IMediator mediator, BlobStores stores)
{
    // Longer than looking the content up and reading its ranges takes.
    private static readonly TimeSpan FailureTakes = TimeSpan.FromMilliseconds(500);

    /// <exception cref="Problem">422 <c>proof_failed</c>: also the second time, whatever the proof.</exception>
    public async Task<FileVersion> CompleteAsync(long versionId, Sha256Hash proof, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        var challenge = await mediator.Send(new TakeChallenge.Command(versionId), ct);
        if (challenge is { Copy: { } copy })
        {
            if (!await IsRightAsync(challenge, copy, proof, ct)) await mediator.Send(new SuspectBlob.Command(copy.Store, copy.Key.ToString()), ct);
            else if ((await mediator.Send(new CompleteByProof.Command(versionId, challenge.Sha256), ct)).Version is { } version) return version;
        }

        var left = FailureTakes - Stopwatch.GetElapsedTime(started);
        if (left > TimeSpan.Zero) await Task.Delay(left, ct);
        throw Problems.ProofFailed;
    }

    private async Task<bool> IsRightAsync(TakeChallenge.Challenge challenge, BlobLocation copy, Sha256Hash proof, CancellationToken ct)
    {
        if (await stores.OpenAsync(copy, ct) is not { } content) return false;
        await using (content)
            return await challenge.Possession.AnswerAsync(content, ct) is { } answer && CryptographicOperations.FixedTimeEquals(answer.Bytes, proof.Bytes);
    }
}
