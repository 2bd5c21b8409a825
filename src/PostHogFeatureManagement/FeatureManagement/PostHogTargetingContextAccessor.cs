using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// Tells Microsoft.FeatureManagement who the ambient caller is. It never returns null, because every check of a flag with variants would log a warning then.
/// </summary>
internal sealed class PostHogTargetingContextAccessor(
    AmbientCaller ambient,
    ApplicationTargeting targeting,
    ManagerServices scope,
    LogThrottle reports,
    ILogger<PostHogTargetingContextAccessor> logger) : ITargetingContextAccessor
{
    public ValueTask<TargetingContext> GetContextAsync() =>
        targeting.IsUsed && PostHogContext.Pushed is null ? FromApplicationAsync() : FromCallerAsync();

    private async ValueTask<TargetingContext> FromApplicationAsync()
    {
        try
        {
            if (await targeting.GetContextAsync(scope).ConfigureAwait(false) is { } own)
            {
                return own;
            }
        }
#pragma warning disable CA1031 // As for PostHog's own flags: an application that cannot say who is asking asks for nobody.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            if (reports.IsDue(LogEvents.CallerUnknown, string.Empty))
            {
                logger.CallerUnknown(exception);
            }

            return new PostHogTargetingContext(PostHogContext.Anonymous);
        }

        return await FromCallerAsync().ConfigureAwait(false);
    }

    private ValueTask<TargetingContext> FromCallerAsync()
    {
        ValueTask<PostHogContext> caller = ambient.GetAsync(scope, CancellationToken.None);
        return caller.IsCompletedSuccessfully ? new ValueTask<TargetingContext>(new PostHogTargetingContext(caller.Result)) : Awaited(caller);

        static async ValueTask<TargetingContext> Awaited(ValueTask<PostHogContext> caller) => new PostHogTargetingContext(await caller.ConfigureAwait(false));
    }
}
