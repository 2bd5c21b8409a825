namespace PostHogFeatureManagement;

/// <summary>Options for one explanation. The default asks no one and shows no personal data.</summary>
public readonly record struct ExplainOptions
{
    /// <summary>Whether the context holds every property PostHog has for the caller, as in <see cref="FlagCallOptions.PropertiesAreComplete"/>. Default: false.</summary>
    public bool PropertiesAreComplete { get; init; }

    /// <summary>
    /// Whether PostHog's servers are asked as well, also about a flag that this process decides. It costs one request, which checks do not profit from. Default: false.
    /// </summary>
    public bool AskPostHog { get; init; }

    /// <summary>
    /// Whether the explanation shows the caller's id and the values of properties. If false, it shows a hash of the id, and of each value only its kind and length.
    /// The operands of the flag's conditions are always shown. Default: false.
    /// </summary>
    public bool ShowValues { get; init; }
}
