namespace PostHogFeatureManagement.Identity;

/// <summary>Who vouches for a caller, from the weakest to the strongest.</summary>
internal enum CallerTrust
{
    /// <summary>No step knows the person.</summary>
    None,

    /// <summary>The visitor says so, for example in the posthog-js cookie, or an accessor of the application names someone other than the signed-in user.</summary>
    Claimed,

    /// <summary>This application said so earlier and signed it.</summary>
    Signed,

    /// <summary>Authentication says so.</summary>
    Authenticated,

    /// <summary>The application's own code names the caller where it asks: pushed, as an argument, or as the service's own identity.</summary>
    Application,
}
