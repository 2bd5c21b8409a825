namespace PostHogFeatureManagement.Tests.Support;

/// <summary>A small shared vocabulary, so that callers often have the properties that filters need.</summary>
internal static class RandomNames
{
    public static readonly string[] Properties = ["plan", "email", "age", "joined", "app", "tags", "beta", "note", "distinct_id", "$device_id", "$group_key", "Plan"];

    public static readonly string[] GroupTypes = ["workspace", "project"];

    public static readonly string[] Variants = ["blue", "green", "red", "", "true", "holdout-3"];

    public static readonly string[] Cohorts = ["1", "2", "3", "4"];

    public static readonly string[] Operators =
    [
        "exact", "is_not", "is_set", "is_not_set", "icontains", "not_icontains", "icontains_multi", "not_icontains_multi", "starts_with", "not_starts_with", "ends_with", "not_ends_with",
        "regex", "not_regex", "gt", "gte", "lt", "lte", "between", "not_between", "semver_eq", "semver_neq", "semver_gt", "semver_gte", "semver_lt", "semver_lte",
        "semver_tilde", "semver_caret", "semver_wildcard", "is_date_exact", "is_date_before", "is_date_after", "in", "not_in", "min", "tomorrow",
    ];

    /// <summary>Every member name of the format, and one unknown name.</summary>
    public static readonly string[] Members =
    [
        "flags", "group_type_mapping", "cohorts", "property_matching_version", "minimal_flag_called_events", "id", "key", "active", "deleted", "filters", "groups", "multivariate", "variants",
        "payloads", "aggregation_group_type_index", "early_exit", "holdout", "exclusion_percentage", "feature_enrollment", "version", "properties", "rollout_percentage", "variant", "type",
        "operator", "value", "values", "negation", "group_type_index", "dependency_chain", "bucketing_identifier", "ensure_experience_continuity", "evaluation_runtime", "evaluation_contexts",
        "has_encrypted_payloads", "has_experiment", "unknown",
    ];

    public static string Flag(int index) => $"flag-{index}";
}
