namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>What compiling depends on besides the document.</summary>
internal sealed record DefinitionsCompilerOptions
{
    /// <summary>The PostHog team's time zone, for dates without one (protocol §6.4). Default: UTC.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>The evaluation contexts this application runs in; none filters nothing (protocol §2.3).</summary>
    public IReadOnlyList<string> EvaluationContexts { get; init; } = [];

    /// <summary>"server", "client" or "all": flags meant for the other one are left out.</summary>
    public string EvaluationRuntime { get; init; } = "server";
}
