namespace PostHogFeatureManagement.Flags;

/// <summary>Finds the scope of the current web request.</summary>
internal interface IFlagScopeAccessor
{
    /// <summary>Null outside web requests.</summary>
    FlagScope? Current { get; }

    /// <summary>Who is signed in at this moment of the request; what was found out about the caller holds as long as this is the same object.</summary>
    object? Principal { get; }
}
