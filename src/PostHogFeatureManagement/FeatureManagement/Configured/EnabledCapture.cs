using Microsoft.FeatureManagement;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>
/// Overhears whether a flag is on while its variant is asked for: Microsoft.FeatureManagement tells session managers the one and returns the other, and evaluating twice could give two answers
/// that do not belong together.
/// </summary>
internal sealed class EnabledCapture : ISessionManager
{
    private static readonly Task<bool?> Nothing = Task.FromResult<bool?>(null);
    private readonly AsyncLocal<Overheard?> _current = new();

    /// <summary>Listens in the current asynchronous flow.</summary>
    public Overheard Listen(string featureName)
    {
        var overheard = new Overheard(featureName);
        _current.Value = overheard;
        return overheard;
    }

    public Task<bool?> GetAsync(string featureName) => Nothing;

    public Task SetAsync(string featureName, bool enabled)
    {
        // A filter may ask for another flag meanwhile.
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
