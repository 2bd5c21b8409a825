using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B4: <c>IFeatureManager.IsEnabledAsync</c>.</summary>
public class ManagerCheck : ManagerPath<IFeatureManager>
{
    public override string Id => "B4";

    private protected override ValueTask<bool> CheckAsync(IFeatureManager manager, string flag) =>
        new(manager.IsEnabledAsync(flag));

    private protected override ValueTask<bool> CheckAsync(IFeatureManager manager, string flag, PostHogTargetingContext context) =>
        new(manager.IsEnabledAsync(flag, context));
}
