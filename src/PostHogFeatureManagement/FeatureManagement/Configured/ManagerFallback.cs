using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// The configured flags for one feature manager. The fallback is resolved on first use, because it needs the filters and the filters need this object.
/// </summary>
internal sealed class ManagerFallback(IServiceProvider services, IConfiguredFlags outsideScope) : IConfiguredFlags
{
    /// <summary>Microsoft.FeatureManagement as it is without PostHog.</summary>
    public FeatureManager Alone => Fallback.Alone;

    private ConfigurationFallback Fallback => field ??= services.GetRequiredService<ConfigurationFallback>();

    public ValueTask<FlagAnswer> GetAsync(FlagQuestion question)
    {
        ConfigurationFallback fallback;
        try
        {
            fallback = Fallback;
        }
        catch (ObjectDisposedException)
        {
            // The manager has outlived its DI scope. Microsoft's manager still answers then.
            return outsideScope.GetAsync(question);
        }

        return fallback.GetAsync(question);
    }
}
