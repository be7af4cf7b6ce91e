using System.Net;
using System.Text.Json;

namespace DocMgmt.Tests.Harness;

/// <summary>One row of <c>events</c>.</summary>
internal sealed record Event(
    long Id, long? Position, string Action, long? UserId, long? ItemId, long? DriveId, JsonElement Metadata, IPAddress? Address, string? UserAgent, string? RequestId);

/// <summary>Reads the audit log, for which there is no route yet.</summary>
internal static class Events
{
    /// <summary>All of one request, in the order of their ids.</summary>
    public static async Task<List<Event>> EventsAsync(this TestService service, string requestId)
    {
        await using var command = service.Database.CreateCommand("""
            SELECT id, position, action, user_id, item_id, drive_id, metadata, ip_address, user_agent, request_id FROM events WHERE request_id = $1 ORDER BY id
            """);
        command.Parameters.Add(new() { Value = requestId });
        await using var reader = await command.ExecuteReaderAsync();
        var events = new List<Event>();
        while (await reader.ReadAsync())
        {
            events.Add(new(reader.GetInt64(0), Value<long?>(1), reader.GetString(2), Value<long?>(3), Value<long?>(4), Value<long?>(5),
                JsonDocument.Parse(reader.GetString(6)).RootElement, Value<IPAddress?>(7), Value<string?>(8), Value<string?>(9)));
        }

        return events;

        T? Value<T>(int column) => reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);
    }

    /// <summary>Sends a request with an id of its own; answers both.</summary>
    public static async Task<(HttpResponseMessage Response, string RequestId)> AskAsync(
        this HttpClient http, HttpMethod method, string path, object? body = null, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body) };
        var id = Guid.NewGuid().ToString();
        request.Headers.Add("X-Request-ID", id);
        change?.Invoke(request);
        return (await http.SendAsync(request), id);
    }
}
