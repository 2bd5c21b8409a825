namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>The values of PostHog's <c>reason.code</c> (protocol §2.4).</summary>
internal static class ReasonCodes
{
    public const string ConditionMatch = "condition_match";
    public const string NoConditionMatch = "no_condition_match";
    public const string OutOfRolloutBound = "out_of_rollout_bound";
    public const string NoGroupType = "no_group_type";
    public const string SuperConditionValue = "super_condition_value";
    public const string HoldoutConditionValue = "holdout_condition_value";
    public const string FlagDisabled = "flag_disabled";
    public const string MissingDependency = "missing_dependency";
    public const string UnreadableFlag = "flag_data_parsing_error";

    public static string Of(FlagReason reason) => reason switch
    {
        FlagReason.ConditionMatch => ConditionMatch,
        FlagReason.OutOfRolloutBound => OutOfRolloutBound,
        FlagReason.NoGroupType => NoGroupType,
        FlagReason.SuperConditionValue => SuperConditionValue,
        FlagReason.HoldoutConditionValue => HoldoutConditionValue,
        FlagReason.FlagDisabled => FlagDisabled,
        FlagReason.MissingDependency => MissingDependency,
        _ => NoConditionMatch,
    };
}
