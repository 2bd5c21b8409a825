namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Differential;

/// <summary>When an application registers its own manager.</summary>
internal enum OwnMoment
{
    /// <summary>Before <c>AddFeatureManagement()</c>, which then leaves Microsoft's out.</summary>
    First,

    BeforePostHog,
    AfterPostHog,
}
