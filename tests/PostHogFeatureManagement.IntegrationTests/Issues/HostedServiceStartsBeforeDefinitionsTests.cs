using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>A hosted service registered before PostHog started before the definitions were loaded, and decided its first flags without them.</summary>
[Trait("Promise", "DF-02")]
[Trait("Promise", "FM-21")]
public sealed class HostedServiceStartsBeforeDefinitionsTests
{
    [Theory]
    [CombinatorialBools]
    public async Task StartAsync_ServiceRegisteredBeforePostHog_HasDefinitions(bool scoped)
    {
        var answers = new List<string>();
        await using GateHost host = await GateHost.StartAsync(new GateHostSettings(FlagJson.Set(FlagJson.On("beta"), FlagJson.Off("old")))
        {
            Scoped = scoped,
            Configuration = [new("FeatureManagement:old", "true")],
            BeforePostHog = features => features.Services.AddHostedService<Early>().AddSingleton(answers),
        });

        Assert.Equal(["on", "off"], answers);
        Assert.Equal(0, host.PostHog.RequestCount("/flags"));
        Assert.Equal(1, host.PostHog.RequestCount("/flags/definitions"));
    }

    private sealed class Early(IServiceScopeFactory scopes, List<string> answers) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            var features = FeatureInterfaces.Of(scope.ServiceProvider);
            answers.Add(await features.AskAsync("beta"));
            answers.Add(await features.AskAsync("old", new PostHogContext("job")));
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
