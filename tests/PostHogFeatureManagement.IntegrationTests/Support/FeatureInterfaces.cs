using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Microsoft.FeatureManagement's four interfaces.</summary>
internal sealed record FeatureInterfaces(
    IFeatureManager Manager,
    IVariantFeatureManager Variants,
    IFeatureManagerSnapshot Snapshot,
    IVariantFeatureManagerSnapshot VariantSnapshot)
{
    public static FeatureInterfaces Of(IServiceProvider services) => new(
        services.GetRequiredService<IFeatureManager>(),
        services.GetRequiredService<IVariantFeatureManager>(),
        services.GetRequiredService<IFeatureManagerSnapshot>(),
        services.GetRequiredService<IVariantFeatureManagerSnapshot>());

    /// <summary>Returns "on" or "off" for the ambient caller, or each interface's answer when they disagree.</summary>
    public async Task<string> AskAsync(string feature) => Combine(
        await Manager.IsEnabledAsync(feature),
        await Variants.IsEnabledAsync(feature),
        await Snapshot.IsEnabledAsync(feature),
        await VariantSnapshot.IsEnabledAsync(feature));

    /// <summary>Returns "on" or "off" for a context, or each interface's answer when they disagree.</summary>
    public async Task<string> AskAsync<TContext>(string feature, TContext context) => Combine(
        await Manager.IsEnabledAsync(feature, context),
        await Variants.IsEnabledAsync(feature, context),
        await Snapshot.IsEnabledAsync(feature, context),
        await VariantSnapshot.IsEnabledAsync(feature, context));

    private static string Combine(bool manager, bool variants, bool snapshot, bool variantSnapshot) => (manager, variants, snapshot, variantSnapshot) switch
    {
        (true, true, true, true) => "on",
        (false, false, false, false) => "off",
        _ => $"manager {manager}, variant manager {variants}, snapshot {snapshot}, variant snapshot {variantSnapshot}",
    };
}
