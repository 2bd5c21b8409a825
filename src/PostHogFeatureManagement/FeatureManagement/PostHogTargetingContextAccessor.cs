using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Tells Microsoft.FeatureManagement who the ambient caller is. It never returns null, because every check of a flag with variants would log a warning then.
/// </summary>
internal sealed class PostHogTargetingContextAccessor(AmbientCaller ambient, ApplicationTargeting targeting) : ITargetingContextAccessor
{
    public async ValueTask<TargetingContext> GetContextAsync()
    {
        if (targeting.IsUsed && PostHogContext.Pushed is null && await targeting.GetContextAsync().ConfigureAwait(false) is { } own)
        {
            return own;
        }

        return new PostHogTargetingContext(await ambient.GetAsync(CancellationToken.None).ConfigureAwait(false));
    }
}
