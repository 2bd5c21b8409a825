using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Explain;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.DependencyInjection;

internal static class ExplainServices
{
    public static IServiceCollection AddPostHogExplain(this IServiceCollection services)
    {
        services.TryAddSingleton(static provider => new FlagTracer(provider.ApplicationClock()));
        services.TryAddSingleton<LocalExplainer>();
        services.TryAddSingleton<ChainWalk>();
        services.TryAddSingleton<ExposureForecast>();
        services.TryAddSingleton<IPostHogDiagnostics, FlagExplainer>();
        return services;
    }
}
