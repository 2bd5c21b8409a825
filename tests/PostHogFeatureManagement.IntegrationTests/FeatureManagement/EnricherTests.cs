using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement;

/// <summary>The application's enricher gives a request its tenant.</summary>
[Trait("Promise", "ID-03")]
public sealed class EnricherTests
{
    private static readonly string Definitions = FlagJson.Set(FlagJson.ForProperty("scale", "plan", "scale"), FlagJson.On("other"));
    private int _asked;

    [Theory]
    [CombinatorialBools]
    public async Task Enricher_Request_IsAskedOnceForAllDoors(bool scoped, bool remote)
    {
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(Definitions)
        {
            Scoped = scoped,
            Remote = remote,
            AfterPostHog = features => features.WithPostHogContextEnricher(EnrichAsync),
        });

        await host.InRequestAsync(async context =>
        {
            var features = FeatureInterfaces.Of(context.RequestServices);
            Assert.Equal("on", await features.AskAsync("scale"));
            Assert.Equal("on", await features.AskAsync("other"));
            Assert.True((await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync("scale")).IsEnabled);
        });

        Assert.Equal(1, _asked);
        Assert.False((await host.Services.GetRequiredService<IPostHogFlags>().GetFlagAsync("scale")).IsEnabled);
        Assert.Equal(1, _asked);
        Assert.DoesNotContain(host.Logs.Entries, static entry => entry.EventId.Id == LogEvents.EnricherFailed);
    }

    // It checks a flag itself, so it must not wait for its own answer.
    private async ValueTask<PostHogContext> EnrichAsync(IServiceProvider services, PostHogContext context, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _asked);
        Assert.NotNull(services.GetRequiredService<IHttpContextAccessor>().HttpContext);
        await services.GetRequiredService<IPostHogFlags>().GetFlagAsync("other", cancellationToken: cancellationToken);
        return new PostHogContext(context.DistinctId) { PersonProperties = new Dictionary<string, object?> { ["plan"] = "scale" } };
    }
}
