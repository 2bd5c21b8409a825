using Microsoft.Extensions.Options;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>Converts targeting contexts to PostHog contexts.</summary>
internal sealed class TargetingContexts(IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly string? _groupType = options.Value.Identity.TargetingGroupType;

    public PostHogContext Read(ITargetingContext targeting)
    {
        if (targeting is PostHogTargetingContext posthog)
        {
            return posthog.Context;
        }

        string? groupKey = _groupType is null ? null : targeting.Groups?.FirstOrDefault();
        return string.IsNullOrEmpty(groupKey)
            ? new PostHogContext(targeting.UserId)
            : new PostHogContext(targeting.UserId)
            {
                Groups = new Dictionary<string, PostHogGroup>(StringComparer.Ordinal) { [_groupType!] = new PostHogGroup(groupKey) },
            };
    }
}
