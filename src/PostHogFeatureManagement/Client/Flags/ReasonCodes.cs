namespace PostHogFeatureManagement.Client.Flags;

/// <summary>PostHog's <c>reason.code</c> as a <see cref="FlagReason"/> (protocol §2.4).</summary>
internal static class ReasonCodes
{
    public static FlagReason ToReason(string? code) => code switch
    {
        "condition_match" => FlagReason.ConditionMatch,
        "no_condition_match" => FlagReason.NoConditionMatch,
        "out_of_rollout_bound" => FlagReason.OutOfRolloutBound,
        "no_group_type" => FlagReason.NoGroupType,
        "super_condition_value" => FlagReason.SuperConditionValue,
        "holdout_condition_value" => FlagReason.HoldoutConditionValue,
        "flag_disabled" => FlagReason.FlagDisabled,
        "missing_dependency" => FlagReason.MissingDependency,
        _ => FlagReason.Unknown,
    };
}
