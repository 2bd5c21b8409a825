using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>Starts a random application.</summary>
internal sealed class RandomHost : IAsyncDisposable
{
    private RandomHost(RandomApplication application, GateHost host)
    {
        Application = application;
        Host = host;
    }

    public RandomApplication Application { get; }

    public GateHost Host { get; }

    /// <summary>What the application's own manager says of every flag.</summary>
    public bool OwnAnswer { get; set; }

    /// <param name="application">The application to start.</param>
    /// <param name="more">Adds more services.</param>
    /// <param name="pipeline">Replaces the pipeline.</param>
    public static async Task<RandomHost> StartAsync(RandomApplication application, Action<IFeatureManagementBuilder> more, Action<WebApplication>? pipeline = null)
    {
        RandomHost? started = null;
        var own = new OwnFeatures(_ => started!.OwnAnswer);
        GateHost host = await GateHost.StartAsync(new GateHostSettings(application.Definitions)
        {
            Scoped = application.Scoped,
            Remote = application.Remote,
            UsePostHog = application.UsePostHog,
            Configuration = application.Settings,
            ConfigurationJson = application.ConfigurationJson,
            BeforePostHog = features =>
            {
                if (application.HasTargeting)
                {
                    features.Services.AddHttpContextAccessor();
                    features.WithTargeting<OwnAccessor>();
                }

                application.Own?.Register(features, own, application.Scoped, OwnMoment.First, OwnMoment.BeforePostHog);
            },
            AfterPostHog = features =>
            {
                application.Own?.Register(features, own, application.Scoped, OwnMoment.AfterPostHog);
                if (application.SessionAnswers is not null)
                {
                    features.Services.AddSingleton<ISessionManager>(new Session(application));
                }

                more(features);
            },
            Pipeline = pipeline,
        });
        return started = new RandomHost(application, host);
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private sealed class OwnAccessor(IHttpContextAccessor accessor) : ITargetingContextAccessor
    {
        public ValueTask<TargetingContext> GetContextAsync()
        {
            string? id = accessor.HttpContext?.User.FindFirst("sub")?.Value;
            return new(id is null ? null! : new PostHogTargetingContext(Caller.All.Single(caller => caller.Id == id).ToContext()));
        }
    }

    private sealed class Session(RandomApplication application) : ISessionManager
    {
        public Task<bool?> GetAsync(string featureName) => Task.FromResult(application.SessionAnswer(featureName));

        public Task SetAsync(string featureName, bool enabled) => Task.CompletedTask;
    }
}
