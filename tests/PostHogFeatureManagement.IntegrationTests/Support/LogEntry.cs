using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>One logged event.</summary>
internal sealed record LogEntry(string Category, LogLevel Level, EventId EventId, string Message, Exception? Exception);
