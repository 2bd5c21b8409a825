using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Explain;

/// <summary>How a question goes through the chain.</summary>
/// <param name="Answer">The answer of a check, as far as it can be told.</param>
/// <param name="Layers">What each layer had to say.</param>
internal sealed record ChainOutcome(FlagAnswer Answer, ExplainedLayers Layers)
{
    /// <summary>Whether a check would give this answer. If not, it would now ask PostHog's servers.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>What is kept of PostHog's answers. It has nothing when PostHog's servers cannot be asked about the caller.</summary>
    public RemoteGlance Kept { get; init; }

    /// <summary>What PostHog's servers said just now. Null when they were not asked.</summary>
    public FlagAnswer? Asked { get; init; }

    /// <summary>The configuration's value, whether or not a check would use it. Null when it has none.</summary>
    public FlagResult? Configured { get; init; }
}
