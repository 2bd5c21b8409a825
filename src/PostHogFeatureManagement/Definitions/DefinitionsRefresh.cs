using PostHogFeatureManagement.Client.Definitions;

namespace PostHogFeatureManagement.Definitions;

/// <summary>The outcome of one refresh, and how long PostHog asked the library to wait before the next one.</summary>
internal readonly record struct DefinitionsRefresh(DefinitionsOutcome Outcome, TimeSpan? RetryAfter)
{
    public bool IsGood => Outcome is DefinitionsOutcome.Modified or DefinitionsOutcome.NotModified;
}
