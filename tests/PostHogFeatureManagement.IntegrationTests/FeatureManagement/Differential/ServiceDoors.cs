using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.IntegrationTests.Support;

namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>The doors that are services: Microsoft's four interfaces and this library's own, for the ambient caller and for a given one.</summary>
internal sealed class ServiceDoors(IServiceProvider services)
{
    private readonly FeatureInterfaces _features = FeatureInterfaces.Of(services);
    private readonly IPostHogFlags _flags = services.GetRequiredService<IPostHogFlags>();

    public async Task<IReadOnlyList<Reply>> StatesAsync(string name) =>
    [
        await Reply.AskAsync("IFeatureManager", ManagerRole.Manager, async () => Reply.Say(await _features.Manager.IsEnabledAsync(name))),
        await Reply.AskAsync("IVariantFeatureManager", ManagerRole.VariantManager, async () => Reply.Say(await _features.Variants.IsEnabledAsync(name))),
        await Reply.AskAsync("IFeatureManagerSnapshot", ManagerRole.Snapshot, async () => Reply.Say(await _features.Snapshot.IsEnabledAsync(name))),
        await Reply.AskAsync("IVariantFeatureManagerSnapshot", ManagerRole.VariantSnapshot, async () => Reply.Say(await _features.VariantSnapshot.IsEnabledAsync(name))),
    ];

    public async Task<IReadOnlyList<Reply>> StatesAsync<TContext>(string name, TContext context) =>
    [
        await Reply.AskAsync("IFeatureManager", ManagerRole.Manager, async () => Reply.Say(await _features.Manager.IsEnabledAsync(name, context))),
        await Reply.AskAsync("IVariantFeatureManager", ManagerRole.VariantManager, async () => Reply.Say(await _features.Variants.IsEnabledAsync(name, context))),
        await Reply.AskAsync("IFeatureManagerSnapshot", ManagerRole.Snapshot, async () => Reply.Say(await _features.Snapshot.IsEnabledAsync(name, context))),
        await Reply.AskAsync("IVariantFeatureManagerSnapshot", ManagerRole.VariantSnapshot, async () => Reply.Say(await _features.VariantSnapshot.IsEnabledAsync(name, context))),
    ];

    public async Task<IReadOnlyList<Reply>> VariantsAsync(string name) =>
    [
        await Reply.AskAsync("IVariantFeatureManager", ManagerRole.VariantManager, async () => VariantText.Of(await _features.Variants.GetVariantAsync(name))),
        await Reply.AskAsync("IVariantFeatureManagerSnapshot", ManagerRole.VariantSnapshot, async () => VariantText.Of(await _features.VariantSnapshot.GetVariantAsync(name))),
    ];

    public async Task<IReadOnlyList<Reply>> VariantsAsync(string name, ITargetingContext context) =>
    [
        await Reply.AskAsync("IVariantFeatureManager", ManagerRole.VariantManager, async () => VariantText.Of(await _features.Variants.GetVariantAsync(name, context))),
        await Reply.AskAsync("IVariantFeatureManagerSnapshot", ManagerRole.VariantSnapshot, async () => VariantText.Of(await _features.VariantSnapshot.GetVariantAsync(name, context))),
    ];

    /// <summary>What <see cref="IPostHogFlags"/> says, alone and among all flags. The ambient caller's flag when the context is null.</summary>
    public async Task<(FlagResult One, FlagResult? OfAll)> FlagAsync(string name, PostHogContext? context = null)
    {
        FlagResult one = context is null ? await _flags.GetFlagAsync(name) : await _flags.GetFlagAsync(name, context);
        IReadOnlyDictionary<string, FlagResult> all = context is null ? await _flags.GetAllFlagsAsync() : await _flags.GetAllFlagsAsync(context);
        return (one, all.TryGetValue(name, out FlagResult found) ? found : null);
    }
}
