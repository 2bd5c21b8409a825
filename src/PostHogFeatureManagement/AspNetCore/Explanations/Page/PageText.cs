using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Explain;
using PostHogFeatureManagement.Explain.Format;

namespace PostHogFeatureManagement.AspNetCore.Explanations.Page;

/// <summary>The page's words for what JSON has short names for.</summary>
internal static class PageText
{
    public static string Of(LayerName layer) => layer switch
    {
        LayerName.Trust => "Trust in the caller",
        LayerName.Override => "Override",
        LayerName.Local => "Definitions in this process",
        LayerName.Cache => "Kept answers of PostHog’s servers",
        LayerName.Remote => "PostHog’s servers",
        LayerName.Configuration => "The application’s configuration",
        _ => "Off, because nothing answered",
    };

    public static string Of(ExplainedLayer layer, bool isCertain) => layer switch
    {
        { Outcome: LayerOutcome.Answered } => "decides",
        { Name: LayerName.Trust } => "no objection",
        { Name: LayerName.Override } => "none",
        { Name: LayerName.Remote, Outcome: LayerOutcome.NotAsked } when !isCertain => "a check would ask",
        { Outcome: LayerOutcome.NotAsked } => "not asked",
        { Outcome: LayerOutcome.None, Name: LayerName.Cache, Reason: FlagReason.Unknown } => "nothing kept",
        { Outcome: LayerOutcome.None } => "does not have it",
        { Outcome: LayerOutcome.Undecided } => "cannot decide",
        _ => "failed",
    };

    public static string? Because(FlagReason reason) => reason == FlagReason.Unknown ? null : ReasonText.Of(reason);

    public static string Of(FlagOutcome outcome, bool isReached) => (outcome, isReached) switch
    {
        (FlagOutcome.Match, true) => "matches",
        (FlagOutcome.Match, false) => "would match",
        (FlagOutcome.NoMatch, true) => "does not match",
        (FlagOutcome.NoMatch, false) => "would not match",
        (FlagOutcome.OutOfRollout, true) => "matches, but not in the rollout",
        (FlagOutcome.OutOfRollout, false) => "would match, but not in the rollout",
        _ => "cannot be decided here",
    };

    public static string Tone(FlagOutcome outcome) => outcome switch
    {
        FlagOutcome.Match => "yes",
        FlagOutcome.NoMatch or FlagOutcome.OutOfRollout => "no",
        _ => "open",
    };

    public static string Tone(MatchResult result) => result.IsYes ? "yes" : result.IsNo ? "no" : "open";

    public static string Of(in ExplainedValue value) => value switch
    {
        { IsGiven: false } => "not given",
        { Text: { } text } => text,
        { Kind: "string", Length: { } length } => $"a text of {length} characters",
        { Kind: "array", Length: { } length } => $"a list of {length}",
        { Kind: "null" } => "null",
        _ => $"a {value.Kind}",
    };

    /// <summary>A value as people say it.</summary>
    public static string Of(in FlagResult result) => !result.IsEnabled ? "off" : result.Variant ?? "on";

    public static string Of(FlagDefinition flag, in Verdict verdict) =>
        verdict.IsConclusive ? Of(flag.ToEvaluation(verdict).ToResult(FlagSource.Local)) : "undecided";

    public static string Age(TimeSpan? age) => DefinitionsAge.Describe(age);

    /// <summary>Operators as people say them. Unknown ones stay as PostHog writes them.</summary>
    public static string Operator(string name) => name switch
    {
        "exact" => "is",
        "is_not" => "is not",
        "icontains" => "contains",
        "not_icontains" => "does not contain",
        "gt" => ">",
        "gte" => "≥",
        "lt" => "<",
        "lte" => "≤",
        "flag_evaluates_to" => "is",
        _ => name.Replace('_', ' '),
    };
}
