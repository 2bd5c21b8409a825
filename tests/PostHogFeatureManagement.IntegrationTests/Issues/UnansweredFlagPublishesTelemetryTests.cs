using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>
/// With telemetry switched on for PostHog's flags, a configured flag whose own telemetry is off was published when PostHog could not be reached. Only flags
/// that PostHog answers are published by that option.
/// </summary>
[Trait("Promise", "FM-14")]
public sealed class UnansweredFlagPublishesTelemetryTests : IDisposable
{
    private readonly string _prefix = $"unanswered-{Guid.NewGuid():N}-";
    private readonly EvaluationEvents _events;

    public UnansweredFlagPublishesTelemetryTests() => _events = new EvaluationEvents(_prefix);

    public void Dispose() => _events.Dispose();

    [Theory]
    [CombinatorialBools]
    public async Task Telemetry_ConfigurationAnswersInOutage_PublishesNothing(bool scoped, bool remote, bool answeredBefore)
    {
        string flag = _prefix + "flag";
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.ServerOnly(flag)))
        {
            Scoped = scoped,
            Remote = remote,
            Configuration = [new("PostHog:FeatureManagement:Telemetry", "true"), new("PostHog:Cache:FreshFor", "00:00:00"), new($"FeatureManagement:{flag}", "true")],
        });
        if (answeredBefore)
        {
            await host.InRequestAsync(async context => Assert.True(await context.RequestServices.GetRequiredService<IFeatureManager>().IsEnabledAsync(flag)));
            ActivityEvent published = Assert.Single(_events.All);
            Assert.Equal("Remote", EvaluationEvents.Tag(published, "Source"));
            _events.Take();
        }

        host.PostHog.SetFaults(new() { Status = 401 });
        await host.InRequestAsync(async context =>
        {
            Assert.Equal("on", await FeatureInterfaces.Of(context.RequestServices).AskAsync(flag));
            Assert.Equal(FlagSource.Configuration, (await context.RequestServices.GetRequiredService<IPostHogFlags>().GetFlagAsync(flag)).Source);
        });

        Assert.Empty(_events.All);
    }
}
