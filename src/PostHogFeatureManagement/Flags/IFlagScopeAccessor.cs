namespace PostHogFeatureManagement.Flags;

/// <summary>Finds the scope of the current web request.</summary>
internal interface IFlagScopeAccessor
{
    /// <summary>Null outside web requests.</summary>
    FlagScope? Current { get; }
}
