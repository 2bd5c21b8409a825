using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>The whole library on its own clock, with PostHog stubbed at the HTTP edge. Retry delays have no jitter.</summary>
internal sealed class Library : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Library(StubHandler postHog, params (string Key, string Value)[] settings)
        : this(postHog, new LibraryParts(), settings)
    {
    }

    public Library(HttpMessageHandler postHog, LibraryParts parts, params (string Key, string Value)[] settings)
    {
        Handler = postHog;
        Clock = parts.Clock;
        var values = new Dictionary<string, string?>
        {
            ["PostHog:ProjectToken"] = "phc_test",
            ["PostHog:SecretKey"] = "phs_test",

            // Its timers would be found by tests of other timers.
            ["PostHog:Events:SendFlagCalled"] = "false",
        };
        foreach ((string key, string value) in settings)
        {
            values[key] = value;
        }

        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        Clock.AddTo(services);
        services.AddSingleton(new Jitter(static () => 0.5));
        services.AddLogging(logging => logging.AddProvider(Logs));

        // Without a host, the first check would begin to poll. Here the tests say when.
        services.AddSingleton(new DefinitionsStore());
        parts.Services(services);
        services.AddFeatureManagement().AddPostHog(parts.Options);
        services.AddHttpClient(PostHogHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => postHog);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public HttpMessageHandler Handler { get; }

    public StubHandler PostHog => (StubHandler)Handler;

    public ManualTimeProvider Clock { get; }

    public RecordingLogger Logs { get; } = new();

    public IPostHogFlags Flags => Get<IPostHogFlags>();

    public DefinitionsStore Store => Get<DefinitionsStore>();

    public static string Definitions(params string[] flags) => $$"""{"flags":[{{string.Join(',', flags)}}]}""";

    /// <summary>Returns a flag that is on for everyone, or for callers with the given properties.</summary>
    public static string Flag(string key, string properties = "[]") =>
        $$$"""{"id":1,"key":"{{{key}}}","active":true,"filters":{"groups":[{"properties":{{{properties}}},"rollout_percentage":100}]}}""";

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<DefinitionsRefresh> RefreshAsync() => Get<DefinitionsRefresher>().RefreshOnceAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
