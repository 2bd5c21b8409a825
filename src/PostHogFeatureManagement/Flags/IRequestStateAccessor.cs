namespace PostHogFeatureManagement.Flags;

/// <summary>Finds what the current web request has settled on.</summary>
internal interface IRequestStateAccessor
{
    /// <summary>The request's state; null outside web requests. What it holds about the caller is valid while the principal is the same object.</summary>
    /// <param name="principal">The user who is signed in at this moment of the request.</param>
    RequestState? Find(out object? principal);
}
