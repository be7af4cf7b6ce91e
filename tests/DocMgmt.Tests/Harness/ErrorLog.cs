using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Tests.Harness;

/// <summary>Keeps what a service logs at error level and above.</summary>
internal sealed class ErrorLog : ILoggerProvider
{
    private const int Kept = 1_000;

    private static readonly ConcurrentQueue<string> Recent = [];

    public ConcurrentQueue<string> Lines { get; } = [];

    /// <summary>What any service lately said of a request that it failed to answer: why a test got a 5xx.</summary>
    public static string About(HttpRequestMessage? request) => request?.RequestUri is not { } uri ? "" : string.Join('\n',
        Recent.Where(line => line.Contains($"{request.Method} {uri.AbsolutePath} failed", StringComparison.Ordinal)));

    public ILogger CreateLogger(string categoryName) => new Logger(categoryName, Lines);

    public void Dispose() { }

    private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = $"{category}: {formatter(state, exception)} {exception}";
            lines.Enqueue(line);
            Recent.Enqueue(line);
            if (Recent.Count > Kept) Recent.TryDequeue(out _);
        }
    }
}
