using PostHogFeatureManagement.Emulator.Definitions.Rules;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>The emulated server's answer for one flag and one caller.</summary>
/// <param name="IsEnabled">Whether the flag is on.</param>
/// <param name="Variant">The variant. Null if the flag is off or has no variants.</param>
/// <param name="ReasonCode">PostHog's <c>reason.code</c>.</param>
/// <param name="ConditionIndex">The zero-based index of the condition that decided. Null if none did.</param>
/// <param name="HasFailed">Whether the server failed to compute the flag, so that there is no decision.</param>
internal readonly record struct EmulatedAnswer(bool IsEnabled, string? Variant, string ReasonCode, int? ConditionIndex, bool HasFailed = false)
{
    /// <summary>The answer with its typed value. Null for a flag with conditions.</summary>
    public RuleAnswer? Rule { get; init; }

    /// <summary>PostHog's <c>reason.description</c>.</summary>
    public string Description => Rule?.Description ?? ReasonCode switch
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
