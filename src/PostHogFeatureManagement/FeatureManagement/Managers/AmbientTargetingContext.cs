using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// The ambient caller as a targeting context for Microsoft's manager. Without a targeting context, the manager logs a warning at every check of a flag with
/// variants. The filters treat a call with this context as a call without one.
/// </summary>
internal sealed class AmbientTargetingContext : TargetingContext
{
    public AmbientTargetingContext(Caller caller)
    {
        Caller = caller;
        UserId = caller.Context.DistinctId;
        Groups = [.. caller.Context.Groups.Values.Select(static group => group.Key)];
    }

    public Caller Caller { get; }
}
