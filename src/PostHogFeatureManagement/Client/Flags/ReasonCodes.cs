namespace PostHogFeatureManagement.Client.Flags;

/// <summary>
/// PostHog's <c>reason.code</c> as a <see cref="FlagReason"/> (protocol §2.4), also of flags of configuration version 2 (§2.8). The descriptions change and are
/// not read.
/// </summary>
internal static class ReasonCodes
{
    public static FlagReason ToReason(string? code) => code switch
    {
        "condition_match" or "targeting_match" => FlagReason.ConditionMatch,
        "no_condition_match" or "no_rule_match" => FlagReason.NoConditionMatch,
        "out_of_rollout_bound" or "rollout_miss" => FlagReason.OutOfRolloutBound,
        "no_group_type" => FlagReason.NoGroupType,
        "super_condition_value" => FlagReason.SuperConditionValue,
        "holdout_condition_value" or "holdout" => FlagReason.HoldoutConditionValue,
        "flag_disabled" => FlagReason.FlagDisabled,
        "missing_dependency" => FlagReason.MissingDependency,
        _ => FlagReason.Unknown,
    };
}
