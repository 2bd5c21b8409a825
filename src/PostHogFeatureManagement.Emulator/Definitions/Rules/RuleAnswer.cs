using System.Text.Json;

namespace PostHogFeatureManagement.Emulator.Definitions.Rules;

/// <summary>The answer of a flag of configuration version 2.</summary>
/// <param name="Code">The reason in a record of version 3.</param>
/// <param name="Value">The typed value, or null.</param>
/// <param name="Rule">The rule that decided. Null if none did.</param>
/// <param name="Index">The zero-based index of that rule.</param>
internal sealed record RuleAnswer(string Code, JsonElement Value, Rule? Rule, int? Index)
{
    public const string TargetingMatch = "targeting_match";
    public const string RolloutMiss = "rollout_miss";
    public const string ExperimentPaused = "experiment_paused";
    public const string Holdout = "holdout";
    public const string NoRuleMatch = "no_rule_match";

    /// <summary>Whether the flag is on in a record of version 2: a number or an object is, null is not (protocol §2.4).</summary>
    public bool IsEnabled => Value.ValueKind is not (JsonValueKind.False or JsonValueKind.Null);

    public string? Variant => Value.ValueKind == JsonValueKind.String ? Value.GetString() : null;

    /// <summary>The payload in a record of version 2: a number or an object as JSON text. Undefined for other values.</summary>
    public JsonElement Payload => Value.ValueKind is JsonValueKind.Number or JsonValueKind.Object
        ? JsonSerializer.SerializeToElement(Value.GetRawText())
        : default;

    /// <summary>The reason in a record of version 2.</summary>
    public string ReasonCode => Code switch
    {
        TargetingMatch => ReasonCodes.ConditionMatch,
        RolloutMiss => ReasonCodes.OutOfRolloutBound,
        Holdout => ReasonCodes.HoldoutConditionValue,
        _ => ReasonCodes.NoConditionMatch,
    };

    public string Description => Code switch
    {
        TargetingMatch => FormattableString.Invariant($"Matched rule {Index + 1}"),
        RolloutMiss => FormattableString.Invariant($"Rule {Index + 1} rollout miss"),
        ExperimentPaused => FormattableString.Invariant($"Rule {Index + 1} is paused"),
        Holdout => FormattableString.Invariant($"Rule {Index + 1} holdout"),
        _ => "No rule matched",
    };
}
