namespace PostHogFeatureManagement.Fleet.Lease;

/// <summary>How a poll ended, as far as it decides who polls next.</summary>
internal enum PollResult : byte
{
    Good,

    /// <summary>PostHog does not want to be asked for a while, by anyone.</summary>
    Postponed,

    Failed,

    /// <summary>PostHog does not accept the keys of this instance.</summary>
    Refused,
}
