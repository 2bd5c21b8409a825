using System.Net;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.RemoteConfig;

/// <summary>One instance that reads remote config from a PostHog that the test changes.</summary>
internal sealed class ConfigProbe : IAsyncDisposable
{
    private volatile Func<CancellationToken, Task<HttpResponseMessage>> _answer = static _ => Respond("1");

    public ConfigProbe(params (string Key, string Value)[] settings)
        : this(new LibraryParts(), settings)
    {
    }

    public ConfigProbe(LibraryParts parts, params (string Key, string Value)[] settings) =>
        Library = new Library(new StubHandler().Answer((_, token) => _answer(token)), parts, settings);

    public Library Library { get; }

    public StubHandler PostHog => Library.PostHog;

    public ManualTimeProvider Clock => Library.Clock;

    /// <summary>The parts of instances that share a cache and a clock.</summary>
    public static LibraryParts Fleet(FakeDistributedCache cache, ManualTimeProvider clock) =>
        new() { Clock = clock, Services = services => services.AddSingleton<IDistributedCache>(cache) };

    public void Answers(string json) => _answer = _ => Respond(json);

    public void Answers(HttpStatusCode status) => _answer = _ => Respond("refused", status);

    public TaskCompletionSource<HttpResponseMessage> Holds()
    {
        var held = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        _answer = token => held.Task.WaitAsync(token);
        return held;
    }

    public ValueTask<RemoteConfigResult> StartAsync(string key = "prices", CancellationToken cancellationToken = default) =>
        Library.Get<IPostHogRemoteConfig>().GetAsync(key, cancellationToken);

    /// <summary>The value as text, its source and its reason.</summary>
    public async Task<(string? Value, FlagSource Source, FlagReason Reason)> GetAsync(string key = "prices")
    {
        RemoteConfigResult result = await StartAsync(key).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        return (result.Value?.GetRawText(), result.Source, result.Reason);
    }

    public ValueTask DisposeAsync() => Library.DisposeAsync();

    private static Task<HttpResponseMessage> Respond(string json, HttpStatusCode status = HttpStatusCode.OK) => Task.FromResult(StubHandler.Response(status, json));
}
