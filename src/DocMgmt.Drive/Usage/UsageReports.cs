using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using DocMgmt.Drive.Files;
using DocMgmt.Drive.Pipeline;
using MediatR;

namespace DocMgmt.Drive.Usage;

/// <summary>
/// What drives hold, cheap enough to be asked for often: counting is done again only when that takes no more than a fiftieth of the time since it was done last. A drive of a
/// thousand files is counted each time, one of a million once a minute.
/// </summary>
public sealed class UsageReports(IMediator mediator)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower), new Sha256JsonConverter() },
    };

    /// <exception cref="Problem">503: it is being counted for the first time.</exception>
    public Task<UsageReport> MineAsync(CancellationToken ct) => ReadAsync<UsageReport>(ofAll: false, ct);

    /// <inheritdoc cref="MineAsync"/>
    public Task<TotalUsage> TotalAsync(CancellationToken ct) => ReadAsync<TotalUsage>(ofAll: true, ct);

    private async Task<T> ReadAsync<T>(bool ofAll, CancellationToken ct)
    {
        var last = await mediator.Send(new FindUsage.Query(ofAll), ct);
        var counted = last is { IsFresh: true } ? last : await mediator.Send(new MeasureUsage.Command(ofAll), ct) ?? last ?? throw Problems.Unavailable;
        var report = JsonNode.Parse(counted.Report)!;
        report["as_of"] = JsonValue.Create(counted.AsOf);
        report["by_type"] = JsonSerializer.SerializeToNode(ByType(report["by_mime_type"].Deserialize<List<MimeUsage>>(Json)!), Json);
        return report.Deserialize<T>(Json)!;
    }

    /// <summary>What is told of all drives: no names, and no hashes, which are as good as the content to who may upload it.</summary>
    internal static string WithoutNames(string counted)
    {
        var report = JsonNode.Parse(counted)!;
        foreach (var file in report["largest"]!.AsArray().Concat(report["oldest"]!.AsArray())) file!["item_name"] = null;
        foreach (var group in report["duplicates"]!["groups"]!.AsArray()) (group!["checksum"], group["items"]) = (null, new JsonArray());
        return report.ToJsonString();
    }

    private static IEnumerable<TypeUsage> ByType(List<MimeUsage> types) => types.GroupBy(t => FileKinds.Of(t.MimeType))
        .Select(g => new TypeUsage(g.Key, g.Sum(t => t.FileCount), g.Sum(t => t.Bytes)))
        .OrderByDescending(t => t.Bytes).ThenBy(t => t.Type);

    private sealed record MimeUsage(string MimeType, long FileCount, long Bytes);
}
