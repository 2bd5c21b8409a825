using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>A reference to a cohort (protocol §7). Cohorts are person-level wherever they are asked about (D5).</summary>
internal static class CohortFilterCompiler
{
    public static Filter Compile(JsonElement filter, FilterScope scope)
    {
        bool isStated = filter.TryGetMember("operator"u8, out JsonElement stated);
        string? name = isStated && stated.ValueKind == JsonValueKind.String ? stated.GetString() : null;
        Filter members = Find(filter, scope).Members;
        switch (name)
        {
            case null or "" when !isStated || name is not null:
            case "in":
            case "exact" when scope.IsInCohort:
                return members;
            case "not_in":
                return new NotFilter(members);
            default:
                scope.Report(LoadProblem.UnknownOperator, $"Operator '{name}' on a cohort never matches.");
                return new NeverFilter(members);
        }
    }

    /// <summary>The cohort's id as the decimal text it is listed under; null if it is neither a number nor text.</summary>
    public static string? Id(JsonElement filter)
    {
        if (!filter.TryGetMember("value"u8, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? LenientJson.TryRead(value)
            : value.TryGetInteger(out long id) ? id.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    private static CompiledCohort Find(JsonElement filter, FilterScope scope)
    {
        string? id = Id(filter);
        if (id is not null && scope.Compilation.Cohorts.TryGetValue(id, out CompiledCohort? cohort))
        {
            scope.Dependencies.Add(cohort.Dependencies);
            return cohort;
        }

        scope.Report(LoadProblem.ServerOnlyCohort, $"The members of cohort {id} are known to PostHog's servers only.");
        return CompiledCohort.ServerOnly;
    }
}
