using System.Data;
using Npgsql;

namespace DocMgmt.Drive.Seals;

/// <summary>
/// Finds out whether the audit log is what was sealed: walks the chain from its first seal, checks each seal and every event that it seals, and looks for events
/// where there should be none. What it can't know is in README.md.
/// </summary>
public sealed class AuditVerifier(NpgsqlDataSource source, SealKeys keys)
{
    /// <param name="known">A seal of an earlier verification, which must be there still, as must the last one that was made here.</param>
    /// <param name="progress">Told how many events were looked at.</param>
    public async Task<AuditReport> VerifyAsync(SealPoint? known, Action<long> progress, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        // Before the snapshot is taken: a month that is just dropped would be missed in it.
        await using (var hold = new NpgsqlCommand("LOCK TABLE events IN ACCESS SHARE MODE", connection)) await hold.ExecuteNonQueryAsync(ct);
        var walk = new SealWalk(new(connection, ct), keys, progress);
        return await walk.RunAsync([.. new[] { known, keys.Last }.OfType<SealPoint>()]);
    }
}
