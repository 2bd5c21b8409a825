using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Cohorts;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>One property filter of a condition or a leaf of a cohort (protocol §3.5, §6, §7, §8). What cannot be read is undecided and spoils nothing else.</summary>
internal static class FilterCompiler
{
    public static Filter Compile(JsonElement filter, FilterScope scope)
    {
        if (filter.ValueKind != JsonValueKind.Object)
        {
            scope.Report(LoadProblem.MalformedFilter, $"A filter is {filter.ValueKind}, expected an object.");
            return Undecided(FlagReason.MalformedDefinition);
        }

        string type = filter.TryGetText("type"u8, out string? stated) ? stated : "person";
        switch (type)
        {
            case "person" or "person_metadata":
                return CompileProperty(filter, isGroup: false, null, scope);
            case "group":
                return CompileProperty(filter, isGroup: true, GroupType(filter, scope), scope);
            case "cohort":
                return CohortFilterCompiler.Compile(filter, scope);
            case "flag":
                return DependencyCompiler.Compile(filter, scope);
            default:
                scope.Report(LoadProblem.UnknownFilterType, $"Filter type '{type}' is not known here.");
                return new FixedFilter(scope.IsInCohort
                    ? MatchResult.NeedsServer(FlagReason.ServerOnlyCohort)
                    : MatchResult.Undecided(FlagReason.UnsupportedFormat));
        }
    }

    private static Filter CompileProperty(JsonElement filter, bool isGroup, string? groupType, FilterScope scope)
    {
        if (!filter.TryGetText("key"u8, out string? key))
        {
            scope.Report(LoadProblem.MalformedFilter, "A filter has no property name in 'key'.");
            return Undecided(FlagReason.MalformedDefinition);
        }

        var source = new PropertySource(scope.Compilation.Intern(key), isGroup, groupType);
        string operatorName = OperatorName(filter);
        filter.TryGetMember("value"u8, out JsonElement value);
        return operatorName switch
        {
            "is_set" => new PresenceFilter(source, isNegated: false),
            "is_not_set" => new PresenceFilter(source, isNegated: true),

            // Operators of cohorts and flags match no property, not even a missing one.
            "in" or "not_in" or "flag_evaluates_to" => new FixedFilter(MatchResult.No),
            _ => new PropertyFilter(source, MatcherCompiler.Compile(operatorName, value, key, scope)),
        };
    }

    /// <summary>No operator means <c>exact</c> (D7); something that is no name is an unknown operator.</summary>
    private static string OperatorName(JsonElement filter) => !filter.TryGetMember("operator"u8, out JsonElement stated) ? "exact"
        : stated.ValueKind != JsonValueKind.String ? stated.ValueKind.ToString()
        : stated.GetString() is { Length: > 0 } name ? name : "exact";

    private static string? GroupType(JsonElement filter, FilterScope scope)
    {
        if (filter.GetInteger("group_type_index"u8) is not { } index)
        {
            return scope.GroupType;
        }

        string? type = scope.Compilation.GroupType(index);
        if (type is null)
        {
            scope.Report(LoadProblem.UnknownGroupType, $"Group type {index} is not in 'group_type_mapping'.");
        }

        return type;
    }

    private static FixedFilter Undecided(FlagReason reason) => new(MatchResult.Undecided(reason));
}
