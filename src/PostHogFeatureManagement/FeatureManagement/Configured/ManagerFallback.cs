using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The configured flags for one feature manager, found on first use: the fallback needs the filters, which need this.</summary>
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
            // The manager outlived its scope. Microsoft's still answers then.
            return outsideScope.GetAsync(question);
        }

        return fallback.GetAsync(question);
    }
}
