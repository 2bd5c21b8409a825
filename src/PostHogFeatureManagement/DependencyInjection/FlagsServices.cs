using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class FlagsServices
{
    public static IServiceCollection AddPostHogFlags(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<RareReports>();
        services.TryAddSingleton<FlagEvaluator>();
        services.TryAddSingleton<RemoteFlags>();
        services.TryAddSingleton<SeenFlags>();
        services.TryAddSingleton<FlagDecider>();
        services.TryAddSingleton<AmbientCaller>();
        services.TryAddScoped<FlagScope>();
        services.TryAddSingleton<IPostHogFlags, PostHogFlags>();
        return services;
    }
}
