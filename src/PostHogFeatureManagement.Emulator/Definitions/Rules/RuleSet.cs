using System.Text.Json;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Emulator.Definitions.Rules;

/// <summary>The rules of a flag of configuration version 2, which only <c>/flags</c> knows (protocol §2.8). Immutable.</summary>
internal sealed class RuleSet
{
    private readonly string _flagKey;
    private readonly JsonElement _default;
    private readonly Rule[] _rules;

    private RuleSet(string flagKey, JsonElement defaultValue, Rule[] rules)
    {
        _flagKey = flagKey;
        _default = defaultValue;
        _rules = rules;
    }

    /// <summary>The rules. Null if PostHog cannot read them.</summary>
    public static RuleSet? Read(string flagKey, JsonElement filters)
    {
        JsonElement rules = filters.Member("rules");
        JsonElement defaultValue = filters.Member("default_value");
        if (ReturnType.Of(filters.Text("return_type")) is not { } type
            || rules.ValueKind != JsonValueKind.Array
            || (defaultValue.ValueKind != JsonValueKind.Null && !type.Accepts(defaultValue)))
        {
            return null;
        }

        Rule?[] read = [.. rules.EnumerateArray().Select(rule => Rule.Read(rule, type))];
        return read.Contains(null) ? null : new RuleSet(flagKey, defaultValue, read!);
    }

    /// <summary>The first rule that has an answer for the caller gives it. Null if a rule's targeting cannot be decided.</summary>
    /// <param name="flags">The flags, with those of <see cref="RuleTargeting"/>.</param>
    /// <param name="evaluator">Decides the targeting.</param>
    /// <param name="caller">The caller.</param>
    public RuleAnswer? Evaluate(FlagSet flags, FlagEvaluator evaluator, PostHogContext caller)
    {
        string subject = SubjectOf(caller);
        for (int index = 0; index < _rules.Length; index++)
        {
            if (RuleTargeting.Includes(flags, evaluator, _flagKey, index, caller) is not { } isIncluded)
            {
                return null;
            }

            if (isIncluded && Answer(index, subject) is { } answer)
            {
                return answer;
            }
        }

        return new RuleAnswer(RuleAnswer.NoRuleMatch, _default, null, null);
    }

    /// <summary>What each rule says, also those that the server does not reach.</summary>
    /// <param name="targeting">Finds out whom a rule targets.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="isReached">Whether the server looks at the rules.</param>
    public IReadOnlyList<RuleTrace> Trace(Func<int, ExplainedFlag?> targeting, PostHogContext caller, bool isReached)
    {
        string subject = SubjectOf(caller);
        var traces = new RuleTrace[_rules.Length];
        for (int index = 0; index < traces.Length; index++)
        {
            var trace = new RuleTrace(_rules[index], isReached, targeting(index), subject, Answer: null);
            traces[index] = trace.IsTargeted is true ? trace with { Answer = Answer(index, subject) } : trace;
            isReached &= traces[index] is { IsTargeted: not null, Answer: null };
        }

        return traces;
    }

    private static string SubjectOf(PostHogContext caller) => IdLimits.Cut(caller.DistinctId ?? string.Empty);

    private RuleAnswer? Answer(int index, string subject)
    {
        Rule rule = _rules[index];
        if (rule.IsPaused)
        {
            return new RuleAnswer(RuleAnswer.ExperimentPaused, _default, rule, index);
        }

        if (rule.IsHeldOut(subject))
        {
            return new RuleAnswer(RuleAnswer.Holdout, _default, rule, index);
        }

        JsonElement value = rule.ValueFor(subject);
        if (value.ValueKind != JsonValueKind.Undefined)
        {
            return new RuleAnswer(RuleAnswer.TargetingMatch, value, rule, index);
        }

        return rule.EndsAtMiss ? new RuleAnswer(RuleAnswer.RolloutMiss, _default, rule, index) : null;
    }
}
