namespace DocMgmt.Drive.Seals;

/// <summary>How long events are kept.</summary>
/// <param name="Months">Whole months before the present one; null: for good.</param>
public sealed record AuditRetention(int? Months);
