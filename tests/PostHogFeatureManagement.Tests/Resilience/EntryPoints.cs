using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>Every way an application can check a flag, by name.</summary>
internal static class EntryPoints
{
    public static IReadOnlyDictionary<string, Func<WebRequest, PostHogContext, Task>> All { get; } = new Dictionary<string, Func<WebRequest, PostHogContext, Task>>
    {
        ["IPostHogFlags.GetFlagAsync"] = static (request, caller) => request.Get<IPostHogFlags>().GetFlagAsync("headline", caller).AsTask(),
        ["IPostHogFlags.GetAllFlagsAsync"] = static (request, caller) => request.Get<IPostHogFlags>().GetAllFlagsAsync(caller).AsTask(),
        ["IFeatureManager"] = static (request, caller) => request.Get<IFeatureManager>().IsEnabledAsync("headline", Context(caller)),
        ["IFeatureManager, ambient"] = static (request, caller) => Ambient(caller, () => request.Get<IFeatureManager>().IsEnabledAsync("headline")),
        ["IVariantFeatureManager"] = static (request, caller) => request.Get<IVariantFeatureManager>().IsEnabledAsync("headline", Context(caller)).AsTask(),
        ["IVariantFeatureManager, variant"] = static (request, caller) => request.Get<IVariantFeatureManager>().GetVariantAsync("headline", (ITargetingContext)Context(caller)).AsTask(),
        ["IFeatureManagerSnapshot"] = static (request, caller) => request.Get<IFeatureManagerSnapshot>().IsEnabledAsync("headline", Context(caller)),
        ["IFeatureManagerSnapshot, ambient"] = static (request, caller) => Ambient(caller, () => request.Get<IFeatureManagerSnapshot>().IsEnabledAsync("headline")),
        ["IVariantFeatureManagerSnapshot, variant"] = static (request, caller) => Ambient(caller, () => request.Get<IVariantFeatureManagerSnapshot>().GetVariantAsync("headline").AsTask()),
        ["GetFeatureNamesAsync"] = static async (request, _) => Assert.Contains("headline", await request.Get<IFeatureManager>().GetFeatureNamesAsync().ToListAsync()),
    };

    private static PostHogTargetingContext Context(PostHogContext caller) => new(caller);

    private static async Task Ambient(PostHogContext caller, Func<Task> ask)
    {
        using IDisposable scope = PostHogContext.BeginScope(caller);
        await ask();
    }
}
