namespace PostHogFeatureManagement;

/// <summary>
/// Who vouches for a caller, from the weakest to the strongest. Flags in <see cref="PostHogIdentityOptions.RequireAuthenticated"/> are off for callers below
/// <see cref="Authenticated"/>.
/// </summary>
public enum CallerTrust
{
    /// <summary>No one: the caller is unknown.</summary>
    None,

    /// <summary>The visitor says so, for example in the posthog-js cookie, or code of the application says so that the library cannot verify.</summary>
    Claimed,

    /// <summary>A cookie says so that this application signed earlier.</summary>
    SignedCookie,

    /// <summary>Authentication says so.</summary>
    Authenticated,

    /// <summary>The application's own code names the caller where it asks: pushed, as an argument, or as the service's own identity.</summary>
    Application,
}
