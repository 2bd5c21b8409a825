namespace PostHogFeatureManagement.Configuration;

/// <summary>What a change of the configuration led to.</summary>
internal sealed record SettingsChange
{
    /// <summary>Whether PostHog has been switched on or off. Null when it stays as it is.</summary>
    public bool? SwitchedOn { get; init; }

    /// <summary>Why PostHog stays off, although the settings now say that it is on.</summary>
    public IReadOnlyList<string> Obstacles { get; init; } = [];

    /// <summary>Why the application would not start with the changed settings. Only told when they are new.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];
}
