using System.Data;
using Npgsql;

namespace DocMgmt.Drive.Seals;

/// <summary>
/// Finds out whether the audit log is what was sealed: walks the chain from its first seal, checks each seal and every event that it seals, and looks for events
/// where there should be none. What it can't know: what was changed between an event and its seal, and what became of the newest seals and all their events when both were cut off;
/// for the latter one keeps the last seal of an earlier verification.
/// </summary>
public sealed class AuditVerifier(NpgsqlDataSource source, SealKeys keys)
{
    /// <param name="known">A seal of an earlier verification, which must be there still.</param>
    /// <param name="progress">Told how many events were looked at.</param>
    public async Task<AuditReport> VerifyAsync(SealPoint? known, Action<long> progress, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        var walk = new SealWalk(new(connection, ct), keys, progress);
        return await walk.RunAsync(known);
    }
}
