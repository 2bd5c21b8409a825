using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>The configured flags for one feature manager, found on first use: the fallback needs the filters, which need this.</summary>
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
            // The application, or the scope of the check, has ended in the middle of it.
            return new ValueTask<FlagAnswer>(FlagAnswer.NoValue(FlagReason.FlagNotFound));
        }

        return fallback.GetAsync(question);
    }
}
