using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Everything the application logs.</summary>
internal sealed class LogCollector : ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    public IReadOnlyCollection<LogEntry> Entries => _entries;

    /// <summary>Warnings and errors. Every site with MVC has all controllers of this assembly, and no site has the features of all of them.</summary>
    public IEnumerable<LogEntry> Troubles => _entries.Where(static entry => entry.Level >= LogLevel.Warning && entry.EventId.Id != LogEvents.GatesOfUnknownFeatures);

    public ILogger CreateLogger(string categoryName) => new Collector(categoryName, _entries);

    public void Dispose()
    {
    }

    private sealed class Collector(string category, ConcurrentQueue<LogEntry> entries) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            entries.Enqueue(new LogEntry(category, logLevel, eventId, formatter(state, exception), exception));
    }
}
