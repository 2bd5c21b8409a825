using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>The <see cref="ITargetingContextAccessor"/> the application registered itself, if it did.</summary>
internal sealed class ApplicationTargeting(Func<ITargetingContextAccessor>? accessor)
{
    public bool IsUsed => accessor is not null;

    /// <summary>Null when the application names nobody for this call.</summary>
    public ValueTask<TargetingContext> GetContextAsync() => accessor!().GetContextAsync();
}
