namespace PostHogFeatureManagement.IntegrationTests.FeatureManagement.Trust;

/// <summary>What an application is like in which trust is asked for.</summary>
public enum TrustMode
{
    /// <summary>This process decides.</summary>
    Local,

    /// <summary>PostHog's servers decide.</summary>
    Remote,

    /// <summary>Feature managers are scoped.</summary>
    Scoped,

    /// <summary>A session remembers every flag as on.</summary>
    Sessions,

    /// <summary>Microsoft's manager publishes telemetry.</summary>
    Telemetry,

    /// <summary>The configuration comes first.</summary>
    ConfigurationFirst,
}
