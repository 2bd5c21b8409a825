using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Tells Microsoft.FeatureManagement who the ambient caller is. It never returns null, because every check of a flag with variants would log a warning then.
/// </summary>
internal sealed class PostHogTargetingContextAccessor(AmbientCaller ambient, ApplicationTargeting targeting) : ITargetingContextAccessor
{
    public ValueTask<TargetingContext> GetContextAsync()
    {
        if (targeting.IsUsed && PostHogContext.Pushed is null)
        {
            return FromApplicationAsync();
        }

        ValueTask<PostHogContext> caller = ambient.GetAsync(CancellationToken.None);
        return caller.IsCompletedSuccessfully ? new ValueTask<TargetingContext>(new PostHogTargetingContext(caller.Result)) : WrapAsync(caller);
    }

    private static async ValueTask<TargetingContext> WrapAsync(ValueTask<PostHogContext> caller) => new PostHogTargetingContext(await caller.ConfigureAwait(false));

    private async ValueTask<TargetingContext> FromApplicationAsync() =>
        await targeting.GetContextAsync().ConfigureAwait(false) ?? await WrapAsync(ambient.GetAsync(CancellationToken.None)).ConfigureAwait(false);
}
