using PostHogFeatureManagement;

namespace SampleWeb.Flags;

internal static class FlagEndpoints
{
    /// <summary>Maps an endpoint that lists the caller's flags, each with its reason and source.</summary>
    public static void MapFlags(this WebApplication app) => app.MapGet("/api/flags", GetFlagsAsync);

    private static async Task<SortedDictionary<string, FlagView>> GetFlagsAsync(IPostHogFlags flags, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, FlagResult> results = await flags.GetAllFlagsAsync(cancellationToken: cancellationToken);
        return new(results.ToDictionary(flag => flag.Key, flag => FlagView.Of(flag.Value)), StringComparer.Ordinal);
    }
}
