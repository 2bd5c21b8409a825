using System.Diagnostics.CodeAnalysis;
using Polly;

namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>Adds this library's own strategies to a pipeline.</summary>
internal static class StrategyExtensions
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Polly validates the options, and these have nothing to validate.")]
    public static ResiliencePipelineBuilder<TResult> AddOwn<TResult>(this ResiliencePipelineBuilder<TResult> builder, ResilienceStrategy<TResult> strategy) =>
        builder.AddStrategy(_ => strategy, new OwnStrategyOptions(strategy.GetType().Name));

    private sealed class OwnStrategyOptions : ResilienceStrategyOptions
    {
        public OwnStrategyOptions(string name) => Name = name;
    }
}
