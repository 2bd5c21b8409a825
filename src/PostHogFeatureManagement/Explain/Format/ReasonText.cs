namespace PostHogFeatureManagement.Explain.Format;

/// <summary>Reasons as the part of a sentence after "because".</summary>
internal static class ReasonText
{
    public static string Of(FlagReason reason) => reason switch
    {
        FlagReason.ConditionMatch => "a condition matches",
        FlagReason.NoConditionMatch => "no condition matches",
        FlagReason.OutOfRolloutBound => "a condition matches, but its rollout does not include the caller",
        FlagReason.NoGroupType => "it targets a type of group that the caller does not name",
        FlagReason.SuperConditionValue => "the person has made a choice in early access",
        FlagReason.HoldoutConditionValue => "the caller is in the experiment's holdout",
        FlagReason.FlagDisabled => "it is turned off in PostHog",
        FlagReason.FlagNotFound => "PostHog does not have it",
        FlagReason.MissingProperty => "it needs a property that is not known",
        FlagReason.MissingDistinctId => "the caller has no distinct id",
        FlagReason.MissingDeviceId => "it is rolled out by device, and the device is not known",
        FlagReason.ExperienceContinuity => "it keeps its value at sign-in, and only PostHog's servers know that value",
        FlagReason.ServerOnlyCohort => "it uses a cohort whose members only PostHog's servers know",
        FlagReason.UndecidedDependency or FlagReason.MissingDependency => "a flag that it depends on is missing, part of a cycle or undecided",
        FlagReason.UnreadableValue => "a value cannot be read as PostHog's servers would read it",
        FlagReason.UnsupportedFormat => "its definition has something that this version of the library does not know",
        FlagReason.MalformedDefinition => "its definition is malformed",
        FlagReason.RequestFailed => "the request to PostHog failed",
        FlagReason.Timeout => "PostHog did not answer in time",
        FlagReason.CircuitOpen => "PostHog has been failing or slow, so it is not asked for a while",
        FlagReason.QuotaLimited => "the project's quota of flag requests is used up",
        FlagReason.LocalOnly => "this process has no definition of it",
        FlagReason.Disabled => "PostHog is switched off in this application",
        FlagReason.Overloaded => "too many requests to PostHog are under way",
        FlagReason.Pending => "PostHog has not answered yet",
        FlagReason.Untrusted => "it needs an authenticated caller",
        FlagReason.Override => "an override sets it",
        _ => "no reason was given",
    };
}
