using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement;

/// <summary>
/// A PostHog context in the shape Microsoft.FeatureManagement asks for: pass it to <c>IsEnabledAsync</c> or <c>GetVariantAsync</c>, or return it from an own
/// <see cref="ITargetingContextAccessor"/>, and groups by type, person properties and device id travel along.
/// PostHog's flags are decided for <see cref="Context"/>; <c>UserId</c> and <c>Groups</c> serve Microsoft's own targeting filters.
/// </summary>
public sealed class PostHogTargetingContext : TargetingContext
{
    /// <summary>Wraps a context.</summary>
    /// <param name="context">Who is asking.</param>
    public PostHogTargetingContext(PostHogContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        UserId = context.DistinctId;
        Groups = context.Groups.Count == 0 ? [] : [.. context.Groups.Values.Select(static group => group.Key)];
    }

    /// <summary>Who is asking.</summary>
    public PostHogContext Context { get; }
}
