namespace PostHogFeatureManagement.Flags;

/// <summary>Finds the scope of the current web request.</summary>
internal interface IRequestStateAccessor
{
    /// <summary>Null outside web requests.</summary>
    RequestState? Current { get; }

    /// <summary>The scope with who is signed in at this moment of the request; what was found out about the caller holds as long as that is the same object.</summary>
    RequestState? Find(out object? principal);
}
