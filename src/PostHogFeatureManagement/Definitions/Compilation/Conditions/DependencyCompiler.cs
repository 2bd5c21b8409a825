using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>Compiles a filter on another flag's value (protocol §8).</summary>
internal static class DependencyCompiler
{
    public static Filter Compile(JsonElement filter, FilterContext context)
    {
        if (!filter.TryGetText("operator"u8, out string? name)
            || name != "flag_evaluates_to"
            || !filter.TryGetText("key"u8, out string? key)
            || key.Length == 0
            || !filter.TryGetMember("value"u8, out JsonElement value))
        {
            // On the server, such a filter never matches (D36).
            context.Report(LoadProblem.MalformedDependency, "A flag dependency lacks the operator flag_evaluates_to, a key or a value: it never matches.");
            return new FixedFilter(MatchResult.No);
        }

        if (!TryReadChain(filter, context, out List<int> chain) || !context.Compilation.TryGetOrdinal(key, out int target))
        {
            context.Report(LoadProblem.MissingDependency, $"It depends on '{key}', which is missing or part of a cycle.");
            context.Dependencies.Break();
            return new FixedFilter(MatchResult.Undecided(FlagReason.UndecidedDependency));
        }

        if (!chain.Contains(target))
        {
            chain.Add(target);
        }

        foreach (int link in chain)
        {
            context.Dependencies.Add(link);
        }

        int[] links = [.. chain];
        return value.ValueKind switch
        {
            JsonValueKind.True => new DependencyFilter(target, links, DependencyExpectation.On, null),
            JsonValueKind.False => new DependencyFilter(target, links, DependencyExpectation.Off, null),
            JsonValueKind.String => new DependencyFilter(target, links, DependencyExpectation.Variant, value.GetString()),
            _ => new DependencyFilter(target, links, DependencyExpectation.Nothing, null),
        };
    }

    /// <summary>Reads the chain. The server leaves it empty when it found a cycle or a missing flag.</summary>
    private static bool TryReadChain(JsonElement filter, FilterContext context, out List<int> links)
    {
        links = [];
        if (!filter.TryGetMember("dependency_chain"u8, out JsonElement chain) || chain.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (JsonElement link in chain.EnumerateArray())
        {
            if (link.ValueKind != JsonValueKind.String || !context.Compilation.TryGetOrdinal(link.GetString()!, out int ordinal))
            {
                return false;
            }

            links.Add(ordinal);
        }

        return links.Count > 0;
    }
}
