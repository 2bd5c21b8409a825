using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement;

/// <summary>
/// A PostHog context as a targeting context for Microsoft.FeatureManagement. Pass it to <c>IsEnabledAsync</c> or <c>GetVariantAsync</c>, or return it from
/// your own <see cref="ITargetingContextAccessor"/>. Unlike a plain <see cref="TargetingContext"/>, it keeps group types, person properties and the device id.
/// </summary>
/// <remarks>
/// PostHog's flags are decided for <see cref="Context"/>. Microsoft's own targeting filters use <see cref="TargetingContext.UserId"/> and
/// <see cref="TargetingContext.Groups"/>. Setting these two properties does not change what PostHog decides.
/// </remarks>
public sealed class PostHogTargetingContext : TargetingContext
{
    /// <summary>
    /// Creates a targeting context. <see cref="TargetingContext.UserId"/> is the context's distinct id, or null when it has none, and
    /// <see cref="TargetingContext.Groups"/> contains the keys of its groups.
    /// </summary>
    /// <param name="context">The caller.</param>
    /// <exception cref="ArgumentNullException"><paramref name="context"/> is null.</exception>
    public PostHogTargetingContext(PostHogContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Context = context;
        UserId = context.DistinctId;
        Groups = context.Groups.Count == 0 ? [] : [.. context.Groups.Values.Select(static group => group.Key)];
    }

    /// <summary>The caller for PostHog's flags.</summary>
    public PostHogContext Context { get; }
}
