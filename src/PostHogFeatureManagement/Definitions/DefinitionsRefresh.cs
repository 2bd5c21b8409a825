using PostHogFeatureManagement.Client.Definitions;

namespace PostHogFeatureManagement.Definitions;

/// <summary>How one refresh ended, and how long PostHog asked to be left alone.</summary>
internal readonly record struct DefinitionsRefresh(DefinitionsOutcome Outcome, TimeSpan? RetryAfter)
{
    public bool IsGood => Outcome is DefinitionsOutcome.Modified or DefinitionsOutcome.NotModified;
}
