using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// The ambient caller as a context for Microsoft's manager, which logs a warning at every check of a flag with variants when no targeting context is found.
/// The filters take a call with it for one without a context.
/// </summary>
internal sealed class AmbientTargetingContext : TargetingContext
{
    public AmbientTargetingContext(PostHogContext caller)
    {
        Caller = caller;
        UserId = caller.DistinctId;
        Groups = [.. caller.Groups.Values.Select(static group => group.Key)];
    }

    public PostHogContext Caller { get; }
}
