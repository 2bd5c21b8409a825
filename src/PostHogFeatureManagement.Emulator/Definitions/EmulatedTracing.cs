using PostHogFeatureManagement.Emulator.Definitions.Rules;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Tracing;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>Follows how the server comes to a flag's value, with the trace that the library's own explanations use.</summary>
internal sealed class EmulatedTracing(TimeProvider timeProvider)
{
    private readonly FlagTracer _tracer = new(timeProvider);

    /// <summary>Follows a flag with conditions. Null if the server does not look at them: it cannot read the flag, or one that the flag depends on is missing.</summary>
    public ExplainedFlag? Explain(DefinitionsSnapshot definitions, EmulatedFlag flag, PostHogContext caller) =>
        flag.ConfigurationVersion == ConfigurationVersions.Conditions ? Explain(definitions, flag.Key, caller) : null;

    /// <summary>Follows a flag of configuration version 2. Null if it is none, or if the server cannot read it.</summary>
    public IReadOnlyList<RuleTrace>? ExplainRules(DefinitionsSnapshot definitions, EmulatedFlag flag, PostHogContext caller) =>
        flag.Rules?.Trace(index => Explain(definitions, RuleTargeting.KeyOf(flag.Key, index), caller), caller, flag.IsActive);

    private ExplainedFlag? Explain(DefinitionsSnapshot definitions, string key, PostHogContext caller)
    {
        if (!definitions.ServerFlags.TryGetFlag(key, out FlagDefinition? flag) || flag is { IsActive: true, Dependencies.AreBroken: true })
        {
            return null;
        }

        FlagTrace trace = _tracer.Trace(definitions.ServerFlags, flag, caller, propertiesAreComplete: true);
        return ExplainedFlag.Of(trace, definitions.ServerForm(key), caller, showValues: true);
    }
}
