using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Cohorts;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>
/// Compiles one filter of a condition or one leaf of a cohort (protocol §3.5, §6, §7, §8). A filter that cannot be read is undecided and
/// affects nothing else.
/// </summary>
internal static class FilterCompiler
{
    public static Filter Compile(JsonElement filter, FilterContext context)
    {
        Filter compiled = CompileOpen(filter, context);
        return context.Compilation.Options.ActsAsServer && compiled is not DependencyFilter ? new SettledFilter(compiled) : compiled;
    }

    private static Filter CompileOpen(JsonElement filter, FilterContext context)
    {
        if (filter.ValueKind != JsonValueKind.Object)
        {
            context.ReportUnreadable(LoadProblem.MalformedFilter, $"Expected a filter to be an object; found {filter.ValueKind}.");
            return Undecided(FlagReason.MalformedDefinition);
        }

        string type = filter.TryGetText("type"u8, out string? stated) ? stated : "person";
        switch (type)
        {
            case "person" or "person_metadata":
                return CompileProperty(filter, isGroup: false, null, context);
            case "group":
                return CompileProperty(filter, isGroup: true, GroupType(filter, context), context);
            case "cohort":
                return CohortFilterCompiler.Compile(filter, context);
            case "flag":
                return DependencyCompiler.Compile(filter, context);
            default:
                context.ReportUnreadable(LoadProblem.UnknownFilterType, $"Filter type '{type}' is not known to this version of the library.");
                return new FixedFilter(context.IsInCohort
                    ? MatchResult.NeedsServer(FlagReason.ServerOnlyCohort)
                    : MatchResult.Undecided(FlagReason.UnsupportedFormat));
        }
    }

    private static Filter CompileProperty(JsonElement filter, bool isGroup, string? groupType, FilterContext context)
    {
        if (!filter.TryGetText("key"u8, out string? key))
        {
            context.ReportUnreadable(LoadProblem.MalformedFilter, "A filter has no property name in 'key'.");
            return Undecided(FlagReason.MalformedDefinition);
        }

        var source = new PropertySource(context.Compilation.Intern(key), isGroup, groupType);
        string operatorName = OperatorName(filter);
        filter.TryGetMember("value"u8, out JsonElement value);
        return operatorName switch
        {
            "is_set" => new PresenceFilter(source, isNegated: false),
            "is_not_set" => new PresenceFilter(source, isNegated: true),

            // The operators of cohorts and flags match no property, not even a missing one.
            "in" or "not_in" or "flag_evaluates_to" => new FixedFilter(MatchResult.No),
            _ => new PropertyFilter(source, MatcherCompiler.Compile(operatorName, value, key, context), MatcherCompiler.WhenAbsent(operatorName, value)),
        };
    }

    /// <summary>A missing operator means <c>exact</c> (D7). A value that is not a string becomes an unknown operator.</summary>
    private static string OperatorName(JsonElement filter) => !filter.TryGetMember("operator"u8, out JsonElement stated) ? "exact"
        : stated.ValueKind != JsonValueKind.String ? stated.ValueKind.ToString()
        : stated.GetString() is { Length: > 0 } name ? name : "exact";

    private static string? GroupType(JsonElement filter, FilterContext context)
    {
        if (filter.Member("group_type_index"u8).Integer() is not { } index)
        {
            return context.GroupType;
        }

        string? type = context.Compilation.GroupType(index);
        if (type is null)
        {
            context.Report(LoadProblem.UnknownGroupType, $"Group type {index} is not in 'group_type_mapping'.");
        }

        return type;
    }

    private static FixedFilter Undecided(FlagReason reason) => new(MatchResult.Undecided(reason));
}
