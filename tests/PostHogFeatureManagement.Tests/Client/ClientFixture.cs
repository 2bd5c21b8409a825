using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.DependencyInjection;
using PostHogFeatureManagement.Resilience;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client;

/// <summary>The registered client with a stub for HTTP and a manual clock. Delays have no jitter.</summary>
internal sealed class ClientFixture : IDisposable
{
    public const string ProjectToken = "phc_project_token";
    public const string SecretKey = "phs_very_secret_key";

    /// <summary>If a call waits for a clock that no test advances, the test fails instead of hanging.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;

    public ClientFixture(
        Action<PostHogFeatureManagementOptions>? configure = null,
        Action<IServiceCollection>? register = null,
        ManualTimeProvider? clock = null)
    {
        Clock = clock ?? new ManualTimeProvider();
        var options = new PostHogFeatureManagementOptions { ProjectToken = ProjectToken, SecretKey = SecretKey };
        configure?.Invoke(options);
        var services = new ServiceCollection();
        services.AddSingleton(Options.Create(options));
        services.AddSingleton(new PostHogSwitch(options));
        Clock.AddTo(services);
        services.AddSingleton(new Jitter(static () => 0.5));
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs));
        services.AddPostHogClient().AddPostHogFleet();
        services.AddHttpClient(PostHogHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => PostHog);
        register?.Invoke(services);
        _services = services.BuildServiceProvider();
    }

    public ManualTimeProvider Clock { get; }

    public StubHandler PostHog { get; } = new();

    public RecordingLogger Logs { get; } = new();

    public IPostHogClient Client => Get<IPostHogClient>();

    public EvaluationBreaker Breaker => Get<EvaluationBreaker>();

    public BreakerStatus Circuit => Get<IClientStatus>().Circuit;

    public PipelineStatus Evaluation => Get<IClientStatus>().Evaluation;

    public static FlagsRequest Request(string distinctId = "user-1") => new(new PostHogContext(distinctId));

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task<WireAnswer<FlagsResponse>> EvaluateAsync() =>
        Client.EvaluateAsync(Request(), TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System);

    public Task<WireAnswer<DefinitionsResponse>> GetDefinitionsAsync(string? etag = null) =>
        Client.GetDefinitionsAsync(new DefinitionsResponse(Body: null, etag), TestContext.Current.CancellationToken).WaitAsync(Patience, TimeProvider.System);

    public async Task EvaluateAsync(int times)
    {
        for (int i = 0; i < times; i++)
        {
            await EvaluateAsync();
        }
    }

    public void Dispose() => _services.Dispose();
}
