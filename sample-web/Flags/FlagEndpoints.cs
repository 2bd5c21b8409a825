using Microsoft.FeatureManagement;
using PostHogFeatureManagement;

namespace SampleWeb.Flags;

internal static class FlagEndpoints
{
    /// <summary>Maps an endpoint that lists all flags, each with the caller's value or the reason why there is none.</summary>
    public static void MapFlags(this WebApplication app) => app.MapGet("/api/flags", GetFlagsAsync);

    private static async Task<SortedDictionary<string, FlagView>> GetFlagsAsync(
        IPostHogFlags flags,
        IVariantFeatureManager features,
        CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, FlagResult> results = await flags.GetAllFlagsAsync(cancellationToken: cancellationToken);
        var views = new SortedDictionary<string, FlagView>(results.ToDictionary(flag => flag.Key, flag => FlagView.Of(flag.Value)), StringComparer.Ordinal);

        // A caller without an id has no value for some flags. Looking at them for this list is no exposure.
        await foreach (string name in features.GetFeatureNamesAsync(cancellationToken))
        {
            if (!views.ContainsKey(name))
            {
                views[name] = FlagView.Of(await flags.GetFlagAsync(name, new FlagCallOptions { SuppressExposure = true }, cancellationToken));
            }
        }

        return views;
    }
}
