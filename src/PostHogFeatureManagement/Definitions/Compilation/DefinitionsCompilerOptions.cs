namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Options for compiling a definitions document.</summary>
internal sealed record DefinitionsCompilerOptions
{
    /// <summary>The PostHog team's time zone, for dates without one (protocol §6.4). Default: UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The evaluation contexts of this application. If empty, no flag is omitted because of its contexts (protocol §2.3). Default: empty.</summary>
    public IReadOnlyList<string> EvaluationContexts { get; init; } = [];

    /// <summary>"server", "client" or "all". Flags for the other runtime are omitted. Default: "server".</summary>
    public string EvaluationRuntime { get; init; } = "server";

    /// <summary>
    /// Whether the flags are evaluated in PostHog's place, so that nothing stays undecided: a filter without a result matches nobody, a flag with a filter that
    /// cannot be read is never decided, and an empty distinct ID is in every rollout (protocol §5.3, §6.7). Default: false.
    /// </summary>
    public bool ActsAsServer { get; init; }
}
