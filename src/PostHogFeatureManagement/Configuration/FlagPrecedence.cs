namespace PostHogFeatureManagement;

/// <summary>Who answers for a flag that both PostHog and the application's configuration know.</summary>
public enum FlagPrecedence
{
    /// <summary>PostHog; the configuration when PostHog has no answer.</summary>
    PostHogFirst,

    /// <summary>The configuration; PostHog's flag of that name is not used.</summary>
    ConfigurationFirst,

    /// <summary>PostHog alone: a flag that PostHog has no value for is off, whatever the configuration says.</summary>
    PostHogOnly,
}
