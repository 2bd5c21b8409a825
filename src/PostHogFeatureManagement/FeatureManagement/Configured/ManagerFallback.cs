using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// The configured flags for one feature manager. The fallback is resolved on first use, because it needs the filters and the filters need this object.
/// </summary>
internal sealed class ManagerFallback(IServiceProvider services) : IConfiguredFlags
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
            // The application stopped, or the DI scope ended, during the check.
            return new ValueTask<FlagAnswer>(FlagAnswer.NoValue(FlagReason.FlagNotFound));
        }

        return fallback.GetAsync(question);
    }
}
