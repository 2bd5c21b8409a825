using PostHogFeatureManagement;

namespace SampleWeb.Flags;

internal static class FlagEndpoints
{
    /// <summary>All flags of whoever asks, with the reason and the layer that answered.</summary>
    public static void MapFlags(this WebApplication app) => app.MapGet("/api/flags", GetFlagsAsync);

    private static async Task<SortedDictionary<string, FlagView>> GetFlagsAsync(IPostHogFlags flags, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, FlagResult> results = await flags.GetAllFlagsAsync(cancellationToken: cancellationToken);
        return new(results.ToDictionary(flag => flag.Key, flag => FlagView.Of(flag.Value)), StringComparer.Ordinal);
    }
}
