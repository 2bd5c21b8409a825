using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The application's own targeting context when it registered one (ID-04), else <see cref="IPostHogContextAccessor"/>.</summary>
internal sealed class AmbientContextSource(
    IPostHogContextAccessor accessor,
    ApplicationTargeting targeting,
    Lazy<ExplicitCaller> explicitCaller) : IAmbientContextSource
{
    public bool IsStablePerRequest => !targeting.IsUsed;

    public ValueTask<PostHogContext> GetContextAsync(CancellationToken cancellationToken) =>
        targeting.IsUsed ? FromApplicationAsync(cancellationToken) : accessor.GetContextAsync(cancellationToken);

    private async ValueTask<PostHogContext> FromApplicationAsync(CancellationToken cancellationToken)
    {
        TargetingContext? context = await targeting.GetContextAsync().ConfigureAwait(false);
        return context is null
            ? await accessor.GetContextAsync(cancellationToken).ConfigureAwait(false)
            : explicitCaller.Value.FromTargeting(context);
    }
}
