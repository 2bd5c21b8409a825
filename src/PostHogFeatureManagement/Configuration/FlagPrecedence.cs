namespace PostHogFeatureManagement;

/// <summary>Who answers for a flag that exists both in PostHog and in the application's configuration.</summary>
public enum FlagPrecedence
{
    /// <summary>PostHog answers. If it has no answer, configuration answers.</summary>
    PostHogFirst,

    /// <summary>Configuration answers. The flag of the same name in PostHog is not used.</summary>
    ConfigurationFirst,

    /// <summary>
    /// PostHog answers, and configuration never does. A flag without an answer from PostHog is off, for example one that is switched off, which PostHog's
    /// servers leave out.
    /// </summary>
    PostHogOnly,
}
