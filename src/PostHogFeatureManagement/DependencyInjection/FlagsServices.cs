using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Flags.RemoteConfig;
using PostHogFeatureManagement.Flags.Status;
using PostHogFeatureManagement.Flags.Telemetry;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class FlagsServices
{
    public static IServiceCollection AddPostHogFlags(this IServiceCollection services)
    {
        services.AddPostHogClock();
        services.TryAddSingleton<LogThrottle>();
        services.TryAddSingleton(static provider => new FlagEvaluator(provider.ApplicationClock()));
        services.TryAddSingleton<RemoteFlags>();
        services.TryAddSingleton<KnownRemoteFlags>();
        services.TryAddSingleton<FlagPrecedenceRule>();
        services.TryAddSingleton<TrustRule>();
        services.TryAddSingleton<FlagRouter>();
        services.TryAddSingleton<CurrentDefinitions>();
        services.TryAddSingleton<LocalAnswers>();
        services.TryAddSingleton<WaitLimit>();
        services.TryAddSingleton<RemoteAnswers>();
        services.TryAddSingleton<MissingFlags>();
        services.TryAddSingleton<FlagDecision>();
        services.TryAddSingleton<CallerWarnings>();
        services.TryAddSingleton<EvaluationReasons>();
        services.TryAddSingleton<EvaluationCounter>();
        services.TryAddSingleton<FlagAccess>();
        services.TryAddSingleton<IPostHogFlags, PostHogFlags>();
        services.TryAddSingleton<StatusReader>();
        services.TryAddSingleton<PostHogStatus>();
        services.TryAddSingleton<IPostHogStatus>(static provider => provider.GetRequiredService<PostHogStatus>());
        services.TryAddSingleton<RemoteConfigSource>();
        services.TryAddSingleton<IPostHogRemoteConfig, PostHogRemoteConfig>();
        services.AddHostedService<StartReport>();
        return services;
    }
}
