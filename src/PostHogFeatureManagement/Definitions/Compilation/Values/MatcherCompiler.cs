using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Matchers;
using PostHogFeatureManagement.Evaluation.Versions;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>
/// Compiles an operator and its operand to a matcher (protocol §6.2). An operand the server cannot use never matches a property, not even with a
/// negated operator.
/// </summary>
internal static class MatcherCompiler
{
    public static PropertyMatcher Compile(string operatorName, JsonElement value, string property, FilterContext context)
    {
        bool isAbsent = value.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;
        if (isAbsent && IsKnown(operatorName))
        {
            return ConstantMatcher.Never;
        }

        TimeZoneInfo zone = context.Compilation.Options.TimeZone;
        PropertyMatcher? matcher = operatorName switch
        {
            "exact" => TextMatcherCompiler.Exact(value, isNegated: false, context.Compilation.MatchesExplicitly),
            "is_not" => TextMatcherCompiler.Exact(value, isNegated: true, context.Compilation.MatchesExplicitly),
            "icontains" => TextMatcherCompiler.Substring(value, isNegated: false),
            "not_icontains" => TextMatcherCompiler.Substring(value, isNegated: true),
            "icontains_multi" => TextMatcherCompiler.AnySubstring(value, isNegated: false),
            "not_icontains_multi" => TextMatcherCompiler.AnySubstring(value, isNegated: true),
            "starts_with" => TextMatcherCompiler.Affix(value, isSuffix: false, isNegated: false),
            "not_starts_with" => TextMatcherCompiler.Affix(value, isSuffix: false, isNegated: true),
            "ends_with" => TextMatcherCompiler.Affix(value, isSuffix: true, isNegated: false),
            "not_ends_with" => TextMatcherCompiler.Affix(value, isSuffix: true, isNegated: true),
            "regex" => PatternMatcherCompiler.Compile(value, isNegated: false, property, context),
            "not_regex" => PatternMatcherCompiler.Compile(value, isNegated: true, property, context),
            "gt" => NumberMatcherCompiler.Compare(value, Comparison.Greater),
            "gte" => NumberMatcherCompiler.Compare(value, Comparison.GreaterOrEqual),
            "lt" => NumberMatcherCompiler.Compare(value, Comparison.Less),
            "lte" => NumberMatcherCompiler.Compare(value, Comparison.LessOrEqual),
            "between" => NumberMatcherCompiler.Range(value, isNegated: false),
            "not_between" => NumberMatcherCompiler.Range(value, isNegated: true),
            "is_date_exact" => DateMatcherCompiler.Compile(value, Comparison.Equal, zone),
            "is_date_before" => DateMatcherCompiler.Compile(value, Comparison.Less, zone),
            "is_date_after" => DateMatcherCompiler.Compile(value, Comparison.Greater, zone),
            "semver_eq" => VersionMatcherCompiler.Compare(value, Comparison.Equal),
            "semver_neq" => VersionMatcherCompiler.Compare(value, Comparison.NotEqual),
            "semver_gt" => VersionMatcherCompiler.Compare(value, Comparison.Greater),
            "semver_gte" => VersionMatcherCompiler.Compare(value, Comparison.GreaterOrEqual),
            "semver_lt" => VersionMatcherCompiler.Compare(value, Comparison.Less),
            "semver_lte" => VersionMatcherCompiler.Compare(value, Comparison.LessOrEqual),
            "semver_tilde" => VersionMatcherCompiler.Range(value, VersionRangeKind.Tilde),
            "semver_caret" => VersionMatcherCompiler.Range(value, VersionRangeKind.Caret),
            "semver_wildcard" => VersionMatcherCompiler.Wildcard(value),
            _ => null,
        };
        if (matcher is not null)
        {
            return matcher;
        }

        context.ReportUnreadable(LoadProblem.UnknownOperator, $"Operator '{operatorName}' on '{property}' is not known to this version of the library.");
        return ConstantMatcher.Undecided(FlagReason.UnsupportedFormat);
    }

    /// <summary>
    /// Gets the server's result for a person or group that does not have the property. The server tests that before it looks at the operand, but after it has
    /// looked for one (protocol §6.2).
    /// </summary>
    public static MatchResult WhenAbsent(string operatorName, JsonElement value) => !IsKnown(operatorName)
        ? MatchResult.Undecided(FlagReason.UnsupportedFormat)
        : MatchResult.From(value.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null) && operatorName
            is "is_not" or "not_icontains" or "not_icontains_multi" or "not_starts_with" or "not_ends_with" or "not_regex" or "not_between");

    private static bool IsKnown(string operatorName) => operatorName
        is "exact" or "is_not" or "icontains" or "not_icontains" or "icontains_multi" or "not_icontains_multi"
        or "starts_with" or "not_starts_with" or "ends_with" or "not_ends_with" or "regex" or "not_regex"
        or "gt" or "gte" or "lt" or "lte" or "between" or "not_between"
        or "is_date_exact" or "is_date_before" or "is_date_after"
        or "semver_eq" or "semver_neq" or "semver_gt" or "semver_gte" or "semver_lt" or "semver_lte"
        or "semver_tilde" or "semver_caret" or "semver_wildcard";
}
