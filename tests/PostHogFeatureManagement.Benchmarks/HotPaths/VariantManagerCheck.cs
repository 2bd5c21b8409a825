using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.Benchmarks.HotPaths;

/// <summary>B3: <c>IVariantFeatureManager.IsEnabledAsync</c>.</summary>
public class VariantManagerCheck : ManagerPath<IVariantFeatureManager>
{
    public override string Id => "B3";

    private protected override ValueTask<bool> CheckAsync(IVariantFeatureManager manager, string flag) =>
        manager.IsEnabledAsync(flag);

    private protected override ValueTask<bool> CheckAsync(IVariantFeatureManager manager, string flag, PostHogTargetingContext context) =>
        manager.IsEnabledAsync(flag, context);
}
