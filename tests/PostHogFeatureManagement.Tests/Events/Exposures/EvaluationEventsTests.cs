using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Events.Exposures;

/// <summary>The log event of OpenTelemetry's conventions: its id, its category, its attributes, and when it is written.</summary>
[Trait("Promise", "OP-01")]
public sealed class EvaluationEventsTests
{
    private const string Setting = "PostHog:Diagnostics:EvaluationEvents";
    private static readonly PostHogContext Ada = new("ada");

    [Fact]
    public async Task GetFlagAsync_Off_WritesNothing()
    {
        (Library library, Recorder events) = await StartAsync();
        await using Library started = library;

        await AskAsync(library, "beta", Ada);

        Assert.Empty(events.States);
    }

    [Fact]
    public async Task GetFlagAsync_All_WritesEachWithItsAttributes()
    {
        (Library library, Recorder events) = await StartAsync((Setting, "All"));
        await using Library started = library;

        await AskAsync(library, "beta", Ada);
        await AskAsync(library, "beta", Ada);

        Assert.Equal(2, events.States.Count);
        Assert.Equal(
            [
                "feature_flag.key=beta", "feature_flag.provider.name=posthog", "feature_flag.result.variant=true", "feature_flag.result.reason=targeting_match",
                "posthog.source=local", "feature_flag.version=3",
            ],
            events.States.First());
        Assert.Equal((LogLevel.Information, 310, "feature_flag.evaluation"), events.Kinds.Distinct().Single());
    }

    [Fact]
    public async Task GetFlagAsync_Changed_WritesOnceForEachCallerFlagAndValue()
    {
        (Library library, Recorder events) = await StartAsync((Setting, "Changed"));
        await using Library started = library;

        await AskAsync(library, "beta", Ada);
        await AskAsync(library, "beta", Ada);
        await AskAsync(library, "beta", new PostHogContext("bob"));
        await AskAsync(library, "other", Ada);
        await AskAsync(library, "other", new PostHogContext(null!));

        Assert.Equal(4, events.States.Count);
    }

    [Fact]
    public async Task GetFlagAsync_NoValue_NamesTheError()
    {
        (Library library, Recorder events) = await StartAsync((Setting, "All"));
        await using Library started = library;

        await AskAsync(library, "unknown", Ada);

        Assert.Equal(
            [
                "feature_flag.key=unknown", "feature_flag.provider.name=posthog", "feature_flag.result.variant=false", "feature_flag.result.reason=error",
                "posthog.source=default", "error.type=flag_not_found",
            ],
            events.States.Single());
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("true", true)]
    public async Task GetFlagAsync_IncludeContextId_DecidesWhetherTheCallerIsNamed(string setting, bool isNamed)
    {
        (Library library, Recorder events) = await StartAsync((Setting, "All"), ("PostHog:Diagnostics:IncludeContextId", setting));
        await using Library started = library;

        await AskAsync(library, "beta", Ada);

        Assert.Equal(isNamed, events.States.Single().Contains("feature_flag.context.id=ada"));
        Assert.Equal(isNamed, library.Logs.Text.Contains("ada", StringComparison.Ordinal));
    }

    private static async Task<(Library Library, Recorder Events)> StartAsync(params (string Key, string Value)[] settings)
    {
        var events = new Recorder();
        var parts = new LibraryParts { Services = services => services.AddLogging(logging => logging.AddProvider(events)) };
        var library = new Library(new StubHandler().Json(Library.Definitions(Library.Flag("beta").Replace("\"id\":1", "\"id\":1,\"version\":3", StringComparison.Ordinal))), parts, settings);
        await library.RefreshAsync();
        return (library, events);
    }

    private static async Task AskAsync(Library library, string key, PostHogContext context) =>
        await library.Flags.GetFlagAsync(key, context, cancellationToken: TestContext.Current.CancellationToken);

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string[]> States { get; } = new();

        public ConcurrentQueue<(LogLevel Level, int Id, string? Name)> Kinds { get; } = new();

        public ILogger CreateLogger(string categoryName) => categoryName == "PostHogFeatureManagement.Evaluations" ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            States.Enqueue([.. ((IReadOnlyList<KeyValuePair<string, object?>>)state!).Select(static attribute => $"{attribute.Key}={attribute.Value}")]);
            Kinds.Enqueue((logLevel, eventId.Id, eventId.Name));
        }

        public void Dispose()
        {
        }
    }
}
