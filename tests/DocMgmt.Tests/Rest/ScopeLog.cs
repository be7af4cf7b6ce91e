using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace DocMgmt.Tests.Rest;

/// <summary>Keeps errors with the scopes that they were logged in.</summary>
internal sealed class ScopeLog : ILoggerProvider, ISupportExternalScope
{
    private IExternalScopeProvider scopes = new LoggerExternalScopeProvider();

    public ConcurrentQueue<string> Lines { get; } = [];

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => scopes = scopeProvider;
    public ILogger CreateLogger(string categoryName) => new Logger(this);
    public void Dispose() { }

    private sealed class Logger(ScopeLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => log.scopes.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = new StringBuilder(formatter(state, exception));
            log.scopes.ForEachScope((scope, text) => text.Append(' ').Append(scope), line);
            log.Lines.Enqueue(line.ToString());
        }
    }
}
