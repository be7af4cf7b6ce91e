using System.Collections.Concurrent;
using System.Diagnostics;

namespace DocMgmt.Tests.Harness;

/// <summary>Hears what a request asks the database: each text is one round trip.</summary>
internal sealed class Statements : IDisposable
{
    private readonly ConcurrentQueue<string> heard = [];
    private readonly ActivityTraceId trace = ActivityTraceId.CreateRandom();
    private readonly ActivityListener listener;

    public Statements()
    {
        listener = new()
        {
            ShouldListenTo = source => source.Name is "Npgsql" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace && activity.GetTagItem("db.query.text") is string text) heard.Enqueue(text);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public async Task<IReadOnlyList<string>> OfAsync(TestUser user, HttpMethod method, string path, HttpContent? content = null, string? header = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        if (header?.Split(": ", 2) is [var name, var value]) request.Headers.TryAddWithoutValidation(name, value);
        heard.Clear();
        using var response = await user.Http.SendAsync(request);
        await response.SucceededAsync();
        return [.. heard];
    }

    /// <summary>The same of a GET that may be refused, with its answer.</summary>
    public async Task<(HttpResponseMessage Answer, IReadOnlyList<string> Asked)> AnyAnswerAsync(TestUser user, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        heard.Clear();
        var response = await user.Http.SendAsync(request);
        return (response, [.. heard]);
    }

    public void Dispose() => listener.Dispose();
}
