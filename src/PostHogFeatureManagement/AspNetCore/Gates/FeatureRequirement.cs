using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>Whether all or any of the features are enabled, or the negation of that. The same rule as <c>[FeatureGate]</c> and the feature tag.</summary>
internal readonly struct FeatureRequirement(IEnumerable<string> features, RequirementType type, bool negate)
{
    /// <param name="manager">Decides each feature.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public async ValueTask<bool> IsMetAsync(IFeatureManager manager, CancellationToken cancellationToken)
    {
        bool all = type == RequirementType.All;
        bool enabled = all;
        foreach (string feature in features)
        {
            if (await manager.IsEnabledAsync(feature).WaitAsync(cancellationToken).ConfigureAwait(false) != all)
            {
                enabled = !all;
                break;
            }
        }

        return enabled != negate;
    }
}
