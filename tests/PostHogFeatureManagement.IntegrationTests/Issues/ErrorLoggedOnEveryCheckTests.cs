using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>An error in the application's own code was logged on every check, a thousand times a second on a busy site.</summary>
[Trait("Promise", "OP-01")]
[Trait("Promise", "FM-20")]
public sealed class ErrorLoggedOnEveryCheckTests
{
    [Theory]
    [CombinatorialBools]
    public async Task Check_ConfiguredFilterThrows_LogsOncePerFlag(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ServerOnly("one"), FlagJson.ServerOnly("two")))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration =
            [
                new("PostHog:Cache:FreshFor", "00:00:00"),
                new("FeatureManagement:one:EnabledFor:0:Name", "Counting"),
                new("FeatureManagement:two:EnabledFor:0:Name", "Counting"),
            ],
            BeforePostHog = features => features.AddFeatureFilter<CountingFilter>(),
            Services = services => services.AddSingleton(new CountingFilter.Script { AnswerAsync = static _ => throw new NotSupportedException("Broken.") }),
        });

        // Once the servers have answered for the flags, they are known to be PostHog's, and an outage must not make them throw.
        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            await features.AskAsync("one");
            await features.AskAsync("two");
        });
        host.PostHog.SetFaults(new() { Status = 401 });

        for (int i = 0; i < 5; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("off", await features.AskAsync("one"));
                Assert.Equal("off", await features.AskAsync("two"));
            });
        }

        Assert.Equal(2, host.Logs.Entries.Count(entry => entry.EventId.Id == LogEvents.ConfigurationFallbackBroke));
    }

    [Theory]
    [CombinatorialBools]
    public async Task Check_AccessorThrows_LogsOnce(bool scoped, bool targeting)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Variant("headline", "bold")))
        {
            Scoped = scoped,
            BeforePostHog = features => _ = targeting ? features.WithTargeting<BrokenTargeting>() : features,
            AfterPostHog = features => _ = targeting ? features : features.WithPostHogContext<BrokenAccessor>(),
        });

        for (int i = 0; i < 5; i++)
        {
            await host.InRequestAsync(async context =>
            {
                var features = FeatureInterfaces.Of(context.RequestServices);
                Assert.Equal("on", await features.AskAsync("beta"));
                Assert.Equal("bold", (await features.Variants.GetVariantAsync("headline")).Name);
            });
        }

        Assert.Equal(LogEvents.CallerUnknown, Assert.Single(host.Logs.Troubles).EventId.Id);
    }

    private sealed class BrokenTargeting : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync() => throw new NotSupportedException("Broken.");
    }

    private sealed class BrokenAccessor : IPostHogContextAccessor
    {
        public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException("Broken.");
    }
}
