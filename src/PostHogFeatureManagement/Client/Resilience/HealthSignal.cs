namespace PostHogFeatureManagement.Client.Resilience;

/// <summary>What a call or an attempt says about PostHog's health, apart from its duration.</summary>
internal enum HealthSignal : byte
{
    /// <summary>Nothing: not sent, abandoned by the caller, or cut short because this process stood still.</summary>
    None,
    Success,
    Failure,

    /// <summary>PostHog rejects the request. That is a failure only if it rejects those of others, too.</summary>
    Rejected,

    /// <summary>PostHog refuses the project token.</summary>
    Refused,
}
