using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Benchmarks.Support;

/// <summary>Microsoft.FeatureManagement with a provider and a filter that do nothing. No integration can be faster.</summary>
internal static class NoOpFloor
{
    public const string Flag = "floor";

    public static ServiceProvider Create(bool isScoped = false)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IFeatureDefinitionProvider, Provider>();
        IFeatureManagementBuilder builder = isScoped ? services.AddScopedFeatureManagement() : services.AddFeatureManagement();
        builder.AddFeatureFilter<AmbientFilter>().AddFeatureFilter<ContextualFilter>();
        return services.BuildServiceProvider();
    }

    private sealed class Provider : IFeatureDefinitionProvider
    {
        private readonly Task<FeatureDefinition> _definition = Task.FromResult(new FeatureDefinition
        {
            Name = Flag,
            EnabledFor = [new FeatureFilterConfiguration { Name = "Nothing", ParametersObject = new object() }],
        });

        public Task<FeatureDefinition> GetFeatureDefinitionAsync(string featureName) => _definition;

        public async IAsyncEnumerable<FeatureDefinition> GetAllFeatureDefinitionsAsync()
        {
            yield return await _definition;
        }
    }

    [FilterAlias("Nothing")]
    private sealed class AmbientFilter : IFeatureFilter
    {
        private readonly Task<bool> _on = Task.FromResult(true);

        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context) => _on;
    }

    [FilterAlias("Nothing")]
    private sealed class ContextualFilter : IContextualFeatureFilter<object>
    {
        private readonly Task<bool> _on = Task.FromResult(true);

        public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext featureFilterContext, object appContext) => _on;
    }
}
