using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Records whether a flag is on while its variant is requested. Microsoft.FeatureManagement returns the variant but passes the on/off value only to session
/// managers. Two evaluations could give a value and a variant that do not match.
/// </summary>
internal sealed class EnabledCapture : ISessionManager
{
    private static readonly Task<bool?> Nothing = Task.FromResult<bool?>(null);
    private readonly AsyncLocal<Overheard?> _current = new();

    /// <summary>Starts to listen in the current asynchronous flow.</summary>
    public Overheard Listen(string featureName)
    {
        var overheard = new Overheard(featureName);
        _current.Value = overheard;
        return overheard;
    }

    public Task<bool?> GetAsync(string featureName) => Nothing;

    public Task SetAsync(string featureName, bool enabled)
    {
        // A filter can check another flag in the meantime.
        if (_current.Value is { } overheard && string.Equals(overheard.FeatureName, featureName, StringComparison.Ordinal))
        {
            overheard.IsEnabled = enabled;
        }

        return Task.CompletedTask;
    }

    internal sealed record Overheard(string FeatureName)
    {
        public bool IsEnabled { get; set; }
    }
}
