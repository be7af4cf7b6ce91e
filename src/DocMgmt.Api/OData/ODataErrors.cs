using System.Text.Json.Nodes;
using DocMgmt.Drive.Pipeline;

namespace DocMgmt.Api.OData;

/// <summary>Failures in the shape that OData's clients read (OData JSON 4.01, section 21): they show its message, and know nothing of problem documents.</summary>
internal static class ODataErrors
{
    public static bool AreFor(HttpContext http) => http.Request.Path.StartsWithSegments(ODataFormat.Root);

    public static JsonObject Document(Problem problem, string traceId)
    {
        var details = (problem.Errors ?? new Dictionary<string, string[]>(StringComparer.Ordinal))
            .SelectMany(e => e.Value, (e, message) => new JsonObject { ["code"] = problem.Code, ["target"] = e.Key, ["message"] = message }).ToArray();
        var error = new JsonObject { ["code"] = problem.Code, ["message"] = details is [var only] ? only["message"]!.GetValue<string>() : problem.Message };
        if (details.Length > 0) (error["target"], error["details"]) = (details[0]["target"]!.GetValue<string>(), new JsonArray([.. details]));
        error["innererror"] = new JsonObject { ["trace_id"] = traceId };
        return new() { ["error"] = error };
    }
}
