using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

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
        string subject = IdLimits.Cut(caller.DistinctId ?? string.Empty);
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
