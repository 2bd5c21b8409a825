using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>Compiles a reference to a cohort (protocol §7). A cohort is always about the person, even in a condition about a group (D5).</summary>
internal static class CohortFilterCompiler
{
    public static Filter Compile(JsonElement filter, FilterContext context)
    {
        bool isStated = filter.TryGetMember("operator"u8, out JsonElement stated);
        string? name = isStated && stated.ValueKind == JsonValueKind.String ? stated.GetString() : null;
        Filter members = Find(filter, context).Members;
        switch (name)
        {
            case null or "" when !isStated || name is not null:
            case "in":
            case "exact" when context.IsInCohort:
                return members;
            case "not_in":
                return new NotFilter(members);
            default:
                context.Report(LoadProblem.UnknownOperator, $"Operator '{name}' on a cohort never matches.");
                return new NeverFilter(members);
        }
    }

    /// <summary>Gets the cohort's ID as the text under which the document lists it; null if it is neither a number nor text.</summary>
    public static string? Id(JsonElement filter)
    {
        if (!filter.TryGetMember("value"u8, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.Text()
            : value.Integer() is { } id ? id.ToString(CultureInfo.InvariantCulture)
            : null;
    }

    private static CompiledCohort Find(JsonElement filter, FilterContext context)
    {
        string? id = Id(filter);
        if (id is not null && context.Compilation.Cohorts.TryGetValue(id, out CompiledCohort? cohort))
        {
            context.Dependencies.Add(cohort);
            return cohort;
        }

        context.Report(LoadProblem.ServerOnlyCohort, $"Only PostHog's servers know the members of cohort {id}.");
        return CompiledCohort.ServerOnly;
    }
}
