namespace PostHogFeatureManagement.Diagnostics.Telemetry;

/// <summary>The keys of tags, and the values of those that have a closed set which no enumeration names.</summary>
internal static class TelemetryTags
{
    public const string FlagKey = "feature_flag.key";
    public const string FlagVariant = "feature_flag.result.variant";
    public const string FlagReason = "feature_flag.result.reason";
    public const string FlagVersion = "feature_flag.version";
    public const string FlagContextId = "feature_flag.context.id";
    public const string FlagProvider = "feature_flag.provider.name";
    public const string FlagSource = "posthog.source";
    public const string ErrorType = "error.type";
    public const string Operation = "posthog.operation.name";
    public const string RetryCount = "posthog.retry.count";
    public const string FlagsRequested = "posthog.flags.requested";
    public const string CircuitState = "posthog.circuit_breaker.state";
    public const string CircuitCause = "posthog.circuit_breaker.cause";
    public const string CacheLevel = "posthog.cache.level";
    public const string CacheResult = "posthog.cache.result";
    public const string DefinitionsSource = "posthog.definitions.source";
    public const string DefinitionsEvaluation = "posthog.definitions.evaluation";
    public const string DefinitionsResult = "posthog.definitions.result";
    public const string DeduplicationLevel = "posthog.deduplication.level";
    public const string BillingKind = "posthog.billing.kind";
    public const string OverridesResult = "posthog.overrides.result";

    public const string DeduplicationMemory = "memory";
    public const string DeduplicationFleet = "fleet";

    /// <summary>Stands for every name that is not known, and for those beyond <see cref="EvaluationSeries.Limit"/>.</summary>
    public const string Other = "_other";

    /// <summary>What the library asks PostHog for.</summary>
    internal static class Operations
    {
        public const string Evaluate = "evaluate";
        public const string Definitions = "definitions";
        public const string Batch = "batch";
        public const string RemoteConfig = "remote_config";
    }

    internal static class CacheLevels
    {
        public const string Memory = "memory";
        public const string Distributed = "distributed";
    }

    internal static class CacheResults
    {
        public const string Hit = "hit";
        public const string Stale = "stale";
        public const string FailSafe = "fail_safe";

        /// <summary>It is remembered that there is no value, or that fetching one failed.</summary>
        public const string Negative = "negative";
        public const string Miss = "miss";

        /// <summary>Not asked, because it fails.</summary>
        public const string Skipped = "skipped";
        public const string Error = "error";
    }

    internal static class RefreshResults
    {
        public const string Changed = "changed";
        public const string Unchanged = "unchanged";
        public const string Shared = "shared";
        public const string Failed = "failed";
    }
}
