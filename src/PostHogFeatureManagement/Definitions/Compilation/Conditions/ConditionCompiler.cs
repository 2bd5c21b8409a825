using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation.Conditions;

/// <summary>Compiles the condition sets of a flag, in stored order (protocol §5.3).</summary>
internal static class ConditionCompiler
{
    public static bool TryCompile(
        JsonElement filters,
        string flagKey,
        Aggregation inherited,
        CompiledVariants variants,
        DependencyCollector dependencies,
        CompilationState state,
        out Condition[] conditions)
    {
        conditions = [];
        if (!filters.TryGetMember("groups"u8, out JsonElement groups))
        {
            return true;
        }

        if (groups.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        conditions = new Condition[groups.GetArrayLength()];
        int index = 0;
        foreach (JsonElement group in groups.EnumerateArray())
        {
            conditions[index] = Compile(group, flagKey, inherited, variants, dependencies, state) ?? Malformed(flagKey, index, dependencies, state);
            index++;
        }

        return true;
    }

    private static Condition? Compile(
        JsonElement group,
        string flagKey,
        Aggregation inherited,
        CompiledVariants variants,
        DependencyCollector dependencies,
        CompilationState state)
    {
        if (group.ValueKind != JsonValueKind.Object
            || !TryReadRollout(group, out Rollout rollout)
            || !TryReadAggregation(group, inherited, state, out Aggregation aggregation))
        {
            return null;
        }

        bool hasProperties = group.TryGetMember("properties"u8, out JsonElement properties);
        if (hasProperties && properties.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var context = new FilterContext(state, flagKey, aggregation.GroupType, dependencies);
        return new Condition
        {
            Filters = hasProperties ? CompileFilters(properties, context) : [],
            Aggregation = aggregation,
            Rollout = rollout,
            PinnedVariant = group.TryGetText("variant"u8, out string? pinned) ? variants.IndexOf(pinned) : Verdict.NoVariant,
        };
    }

    private static Filter[] CompileFilters(JsonElement properties, FilterContext context)
    {
        var filters = new Filter[properties.GetArrayLength()];
        int index = 0;
        foreach (JsonElement filter in properties.EnumerateArray())
        {
            filters[index++] = FilterCompiler.Compile(filter, context);
        }

        return filters;
    }

    private static bool TryReadRollout(JsonElement group, out Rollout rollout)
    {
        rollout = Rollout.Everyone;
        if (!group.TryGetMember("rollout_percentage"u8, out JsonElement stated))
        {
            return true;
        }

        if (stated.ValueKind != JsonValueKind.Number || !stated.TryGetDouble(out double percentage))
        {
            return false;
        }

        rollout = new Rollout(percentage);
        return true;
    }

    /// <summary>An absent member inherits the flag's aggregation. Null means the person, even in a group flag. A number is a group type (D43).</summary>
    private static bool TryReadAggregation(JsonElement group, Aggregation inherited, CompilationState state, out Aggregation aggregation)
    {
        aggregation = inherited;
        if (!group.TryGetProperty("aggregation_group_type_index"u8, out JsonElement stated))
        {
            return true;
        }

        if (stated.ValueKind == JsonValueKind.Null)
        {
            aggregation = Aggregation.Person;
            return true;
        }

        long? index = stated.Integer();
        aggregation = new Aggregation(IsGroup: true, index is { } known ? state.GroupType(known) : null, IsOwn: true);
        return index is not null;
    }

    private static Condition Malformed(string flagKey, int index, DependencyCollector dependencies, CompilationState state)
    {
        dependencies.AddUnreadableFilter();
        state.Report(flagKey, LoadProblem.MalformedCondition, $"Condition {index} cannot be read.");
        return new Condition
        {
            Filters = [new FixedFilter(MatchResult.Undecided(FlagReason.MalformedDefinition))],
            Aggregation = Aggregation.Person,
            Rollout = Rollout.Everyone,
        };
    }
}
