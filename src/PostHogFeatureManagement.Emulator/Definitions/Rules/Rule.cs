using System.Text;
using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Definitions.Rules;

/// <summary>One rule of a flag of configuration version 2. Immutable.</summary>
internal sealed class Rule
{
    private const string TargetedRelease = "targeted_release";
    private const string PercentageRollout = "percentage_rollout";
    private const string Experiment = "experiment";

    private readonly JsonElement _value;
    private readonly string _seed;
    private readonly (string Seed, double Percentage)? _holdout;
    private readonly (double Weight, JsonElement Value)[] _variants;

    private Rule(JsonElement rule, string type, Guid id)
    {
        Id = id;
        Type = type;
        _value = rule.Member("value");
        _seed = rule.Text("seed") ?? string.Empty;
        Rollout = rule.Number("rollout_percentage") ?? 100;
        IsPaused = rule.Truth("paused") is true;
        EndsAtMiss = rule.Text("on_rollout_miss") == "return_default";
        JsonElement holdout = rule.Member("holdout");
        _holdout = holdout.Text("seed") is { } seed ? (seed, holdout.Number("exclusion_percentage") ?? 0) : null;
        _variants = [.. Items(rule, "variants").Select(static variant => (variant.Number("weight") ?? 0, variant.Member("value")))];
    }

    public Guid Id { get; }

    public string Type { get; }

    /// <summary>The percentage of those targeted who get the value.</summary>
    public double Rollout { get; }

    public bool IsPaused { get; }

    /// <summary>Whether a caller outside the rollout gets the default value, and not the next rule.</summary>
    public bool EndsAtMiss { get; }

    /// <summary>The rule. Null if PostHog cannot read it.</summary>
    public static Rule? Read(JsonElement json, ReturnType type)
    {
        string? kind = json.Text("rule_type");
        if (kind is not (TargetedRelease or PercentageRollout or Experiment)
            || !Guid.TryParseExact(json.Text("id"), "D", out Guid id)
            || json.Member("targeting").Member("properties").ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        bool hasRollout = json.Text("seed") is { Length: > 0 }
            && IsPercentage(json, "rollout_percentage")
            && json.Text("on_rollout_miss") is "continue" or "return_default";
        bool isReadable = kind switch
        {
            TargetedRelease => type.Accepts(json.Member("value")),
            PercentageRollout => hasRollout && type.Accepts(json.Member("value")),
            _ => hasRollout && HasVariants(json, type) && json.Truth("paused") is not null,
        };
        return isReadable ? new Rule(json, kind, id) : null;
    }

    public bool IsHeldOut(string subject) => _holdout is { } holdout && Includes(holdout.Seed, holdout.Percentage, subject);

    public bool IsInRollout(string subject) => Includes($"{_seed}.", Rollout, subject);

    /// <summary>The number from 0 to 1 that the rollout compares. Null if the rule has no rollout, and for an empty subject.</summary>
    public double? Bucket(string subject) => Type == TargetedRelease || subject.Length == 0 ? null : Hash($"{_seed}.", subject, Bucketing.RolloutSalt);

    /// <summary>The rule's value for the caller. Undefined outside its rollout.</summary>
    public JsonElement ValueFor(string subject)
    {
        if (!IsInRollout(subject))
        {
            return default;
        }

        if (_variants.Length == 0)
        {
            return _value;
        }

        double hash = Hash($"{_seed}.", subject, Bucketing.VariantSalt);
        double boundary = 0;
        foreach ((double weight, JsonElement value) in _variants)
        {
            boundary += weight / 100;
            if (hash < boundary)
            {
                return value;
            }
        }

        return _variants[^1].Value;
    }

    /// <summary>An empty subject is in no rollout and in no holdout.</summary>
    private bool Includes(string prefix, double percentage, string subject) => Type == TargetedRelease
        || (subject.Length > 0 && (percentage >= 100 || Hash(prefix, subject, Bucketing.RolloutSalt) <= percentage / 100));

    private static double Hash(string prefix, string subject, ReadOnlySpan<byte> salt) => Bucketing.Hash(Encoding.UTF8.GetBytes(prefix), subject, salt);

    private static bool HasVariants(JsonElement rule, ReturnType type)
    {
        JsonElement[] variants = [.. Items(rule, "variants")];
        return variants.Length > 1 && variants.All(variant => IsPercentage(variant, "weight") && type.Accepts(variant.Member("value")));
    }

    private static bool IsPercentage(JsonElement json, string name) => json.Number(name) is >= 0 and <= 100;

    private static JsonElement.ArrayEnumerator Items(JsonElement json, string name) =>
        json.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;
}
