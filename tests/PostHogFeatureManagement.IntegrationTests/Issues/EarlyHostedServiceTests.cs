using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.Issues;

/// <summary>A hosted service that the application registered before PostHog was started before the definitions were there, and decided its first flags without them.</summary>
[Trait("Promise", "DF-02")]
[Trait("Promise", "FM-21")]
public sealed class EarlyHostedServiceTests
{
    [Theory]
    [CombinatorialBools]
    public async Task ServiceRegisteredBeforePostHog_HasTheDefinitions(bool scoped)
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
