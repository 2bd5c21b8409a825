namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>What the emulated server says of one flag for one caller.</summary>
/// <param name="IsEnabled">Whether the flag is on.</param>
/// <param name="Variant">The variant, for flags that have them and are on.</param>
/// <param name="ReasonCode">PostHog's <c>reason.code</c>.</param>
/// <param name="ConditionIndex">The zero-based condition that decided; null when none did.</param>
/// <param name="HasFailed">The server could not compute the flag: not a decision.</param>
internal readonly record struct EmulatedAnswer(bool IsEnabled, string? Variant, string ReasonCode, int? ConditionIndex, bool HasFailed = false)
{
    /// <summary>PostHog's <c>reason.description</c>.</summary>
    public string Description => ReasonCode switch
    {
        ReasonCodes.ConditionMatch => FormattableString.Invariant($"Matched condition set {(ConditionIndex ?? 0) + 1}"),
        ReasonCodes.NoConditionMatch => "No matching condition set",
        ReasonCodes.OutOfRolloutBound => "Out of rollout bound",
        ReasonCodes.NoGroupType => "No group type",
        ReasonCodes.SuperConditionValue => "Super condition value",
        ReasonCodes.HoldoutConditionValue => "Holdout condition value",
        ReasonCodes.FlagDisabled => "Feature flag is disabled",
        ReasonCodes.MissingDependency => "Flag cannot be evaluated due to missing dependency",
        _ => "The flag's definition cannot be read",
    };
}
