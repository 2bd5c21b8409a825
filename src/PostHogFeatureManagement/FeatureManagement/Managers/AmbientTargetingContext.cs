using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// The ambient caller as a targeting context for Microsoft's manager. Without a targeting context, the manager logs a warning at every check of a flag with
/// variants. The filters treat a call with this context as a call without one.
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
