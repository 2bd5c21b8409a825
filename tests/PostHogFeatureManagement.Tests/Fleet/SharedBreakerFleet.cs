using System.Net;
using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Tests.Client;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Fleet;

/// <summary>Several instances with the same clock and the same distributed cache. Each has its own connection to PostHog.</summary>
internal sealed class SharedBreakerFleet : IDisposable
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);

    private readonly List<ClientFixture> _instances = [];

    public SharedBreakerFleet() => Cache = new FakeDistributedCache(Clock);

    public ManualTimeProvider Clock { get; } = new();

    public FakeDistributedCache Cache { get; }

    public static SharedBreakerSync Sync(ClientFixture instance) =>
        instance.Get<IEnumerable<IHostedService>>().OfType<SharedBreakerSync>().Single();

    public static Task LookAsync(ClientFixture instance) => Sync(instance).RunOnceAsync(TestContext.Current.CancellationToken);

    public ClientFixture Add(Action<PostHogFeatureManagementOptions>? configure = null)
    {
        var instance = new ClientFixture(
            options =>
            {
                options.Client.MaxRetryAttempts = 0;
                configure?.Invoke(options);
            },
            services => services.AddSingleton<IDistributedCache>(Cache),
            Clock);
        _instances.Add(instance);
        return instance;
    }

    /// <summary>The instance's own calls fail until its circuit opens. Then it tells the others.</summary>
    public static async Task TripAsync(ClientFixture instance)
    {
        instance.PostHog.Status(HttpStatusCode.InternalServerError);
        await instance.EvaluateAsync(5);
        Assert.Equal(BreakerCause.Failures, instance.Circuit.Cause);
        await LookAsync(instance);
    }

    public static async Task SucceedAsync(ClientFixture instance, int times)
    {
        instance.PostHog.Flags("beta");
        await instance.EvaluateAsync(times);
    }

    public void Dispose() => _instances.ForEach(static instance => instance.Dispose());
}
