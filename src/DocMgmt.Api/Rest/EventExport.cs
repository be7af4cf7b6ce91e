using System.Globalization;
using System.Text.Json;
using DocMgmt.Drive.Audit;
using MediatR;
using Microsoft.AspNetCore.Connections;

namespace DocMgmt.Api.Rest;

/// <summary>How events are taken away.</summary>
internal enum ExportFormat
{
    /// <summary>A JSON object a line, as lists have them.</summary>
    Ndjson,

    /// <summary>RFC 4180 in UTF-8, with a line of names.</summary>
    Csv,
}

/// <summary>Sends events part by part, however many they are. If a part can't be had the connection is broken off, so that nobody takes the rest for all.</summary>
/// <param name="first">The first part: that it could be had is known before the answer begins.</param>
internal sealed class EventExport(IMediator mediator, EventFilter filter, ExportFormat format, IReadOnlyList<LoggedEvent> first) : IResult
{
    private const string Header = "id,created_at,action,user_id,user,share_link_id,item_id,metadata,ip_address,user_agent,request_id\r\n";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, ct) = (httpContext.Response, httpContext.RequestAborted);
        response.ContentType = format == ExportFormat.Csv ? "text/csv; charset=utf-8" : "application/x-ndjson";
        response.Headers.ContentDisposition = ContentDisposition.Attachment($"audit.{format.ToString().ToLowerInvariant()}");
        await using var text = new StreamWriter(response.Body) { AutoFlush = false };
        try
        {
            if (format == ExportFormat.Csv) await text.WriteAsync(Header);
            for (var part = first; part.Count > 0; part = await mediator.Send(new ExportEvents.Query(filter, part[^1]), ct))
            {
                foreach (var row in part) await text.WriteAsync(format == ExportFormat.Csv ? Csv(row) : JsonSerializer.Serialize(row, Json.Options) + "\n");
                await text.FlushAsync(ct);
            }
        }
        catch (ConnectionAbortedException)
        {
            httpContext.Abort(); // nobody is there to be told
        }
    }

    private static string Csv(LoggedEvent row)
    {
        var cells = new string?[]
        {
            Number(row.Id), JsonSerializer.Serialize(row.CreatedAt, Json.Options).Trim('"'), row.Action, Number(row.UserId), row.User?.DisplayName, Number(row.ShareLinkId), Number(row.ItemId),
            row.Metadata.GetRawText(), row.IpAddress, row.UserAgent, row.RequestId,
        };
        return string.Join(',', cells.Select(Cell)) + "\r\n";
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    // What strangers wrote must be no formula to a spreadsheet (OWASP, CSV injection).
    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var harmless = text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? $"'{text}" : text;
        return harmless.AsSpan().IndexOfAny(",\"\r\n") < 0 ? harmless : $"\"{harmless.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
