using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>Finds the values pinned for the current web request.</summary>
internal interface IRequestStateAccessor
{
    /// <summary>The request's state. Null outside web requests. Its caller is valid only while the principal is the same object.</summary>
    /// <param name="principal">The user who is currently signed in.</param>
    RequestState? Find(out object? principal);
}
