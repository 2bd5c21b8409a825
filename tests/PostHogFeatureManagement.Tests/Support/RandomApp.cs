using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Events;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.RemoteConfig;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// An application whose flags PostHog's servers decide, and whose PostHog gives each caller the answer that the case says. Safe for concurrent use.
/// </summary>
internal sealed class RandomApp : IPostHogClient, IDisposable
{
    public const string ProjectToken = "phc_random";

    private static readonly byte[] Usual = """{"flags":{"on":{"key":"on","enabled":true}}}"""u8.ToArray();

    private readonly ServiceProvider _services;
    private readonly ConcurrentDictionary<string, byte[]> _answers = new(StringComparer.Ordinal);
    private readonly ErrorLog _errors = new();
    private readonly FlagsRequestWriter _writer;

    /// <param name="cache">The distributed cache.</param>
    public RandomApp(IDistributedCache? cache = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_errors));
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<IPostHogClient>(this);
        _ = cache is null ? services : services.AddSingleton(cache);
        services.AddFeatureManagement().AddPostHog(static options =>
        {
            options.ProjectToken = ProjectToken;
            options.Cache.RefreshOnGetAll = true;
        });
        _services = services.BuildServiceProvider();
        _writer = Get<FlagsRequestWriter>();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>PostHog's answer for a caller from now on.</summary>
    public void Answer(string distinctId, byte[] body) => _answers[distinctId] = body;

    public void Forget(string distinctId) => _answers.TryRemove(distinctId, out _);

    /// <summary>The newest error in the log, once; null when there is none. Nothing that comes from outside is an error.</summary>
    public string? TakeError() => _errors.Take();

    public Task<WireAnswer<FlagsResponse>> EvaluateAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        // Whoever the caller is, the request is JSON.
        using JsonDocument body = JsonDocument.Parse(_writer.Write(request));
        string distinctId = body.RootElement.GetProperty("distinct_id").GetString()!;
        return Task.FromResult(FlagsResponseReader.Read(_answers.GetValueOrDefault(distinctId, Usual)));
    }

    public Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(DefinitionsResponse? known, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<WireAnswer<RemoteConfigResponse>> GetRemoteConfigAsync(string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<WireAnswer<EventsResponse>> SendEventsAsync(EventsRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new WireAnswer<EventsResponse>(EventsResponse.AllTaken, WireFailure.None));

    public void Dispose() => _services.Dispose();

    private sealed class ErrorLog : ILoggerProvider, ILogger
    {
        private string? _newest;

        public string? Take() => Interlocked.Exchange(ref _newest, null);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                Volatile.Write(ref _newest, $"Logged as {logLevel}: {formatter(state, exception)} {exception}");
            }
        }

        public void Dispose()
        {
        }
    }
}
