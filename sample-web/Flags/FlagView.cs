using System.Text.Json;
using PostHogFeatureManagement;

namespace SampleWeb.Flags;

/// <summary>A flag as the page shows it. The value is a variant's key, true or false, or null if the flag has no answer.</summary>
public sealed record FlagView(bool Enabled, object? Value, string? Variant, JsonElement? Payload, string Reason, string Source, string Why)
{
    public static FlagView Of(FlagResult result) => new(
        result.IsEnabled,
        result.HasValue ? result.Variant ?? (object)result.IsEnabled : null,
        result.Variant,
        result.Payload,
        result.Source == FlagSource.Configuration ? "Configured" : result.Reason.ToString(),
        result.Source.ToString(),
        WhyOf(result));

    private static string WhyOf(FlagResult result) => result switch
    {
        { Source: FlagSource.Configuration } => "PostHog does not have it, so appsettings.json decides",
        { Reason: FlagReason.ConditionMatch, ConditionIndex: { } index } => $"condition {index + 1} matches",
        { Reason: FlagReason.NoConditionMatch } => "no condition matches",
        { Reason: FlagReason.OutOfRolloutBound } => "not in the rollout",
        { Reason: FlagReason.HoldoutConditionValue } => "kept out of all experiments",
        { Reason: FlagReason.FlagDisabled } => "switched off",
        { Reason: FlagReason.MissingDistinctId } => "visitors without an id are in no rollout",
        { Reason: FlagReason.MissingProperty } => "needs a property of somebody who is signed in",
        { Reason: FlagReason.UndecidedDependency } => "depends on a flag without an answer",
        _ => result.Reason.ToString(),
    };
}
