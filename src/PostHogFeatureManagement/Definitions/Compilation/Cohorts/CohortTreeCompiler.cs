using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Conditions;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Evaluation.Filters;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>Compiles the tree of one cohort: AND and OR groups over leaves (protocol §7). A malformed tree is left to the server.</summary>
internal sealed class CohortTreeCompiler(string id, int index, CompilationState state)
{
    /// <summary>Cohorts larger than this, including the cohorts they refer to, are left to the server, because they would slow down every check.</summary>
    private const int MaxSize = 10_000;
    private const int MaxDepth = 100;

    private readonly DependencyCollector _dependencies = new();
    private int _size;
    private int _depth;
    private bool _isMalformed;

    public CompiledCohort Compile(JsonElement tree)
    {
        Filter members;
        try
        {
            members = CompileGroup(tree, depth: 1, isTop: true);
        }
        catch (InvalidOperationException)
        {
            // The tree contains text that is not valid Unicode.
            members = Malformed();
        }

        if (_isMalformed || _size > MaxSize || _depth > MaxDepth)
        {
            string problem = _isMalformed ? "malformed" : "too large";
            state.Report(null, LoadProblem.MalformedCohort, $"Cohort {id} is {problem}, so flags that use it are left to PostHog's servers.");
            return CompiledCohort.ServerOnly;
        }

        return new CompiledCohort(new CohortFilter(index, members), _dependencies, _size, _depth);
    }

    private Filter CompileGroup(JsonElement group, int depth, bool isTop)
    {
        Count(1, depth);
        if (group.ValueKind != JsonValueKind.Object)
        {
            return Malformed();
        }

        if (isTop && !group.EnumerateObject().MoveNext())
        {
            return new FixedFilter(MatchResult.Yes);
        }

        if (!group.TryGetText("type"u8, out string? type)
            || type is not ("AND" or "OR")
            || !group.TryGetMember("values"u8, out JsonElement values)
            || values.ValueKind != JsonValueKind.Array
            || depth > MaxDepth)
        {
            return Malformed();
        }

        var entries = new Filter[values.GetArrayLength()];
        int index = 0;
        foreach (JsonElement entry in values.EnumerateArray())
        {
            entries[index++] = IsGroup(entry) ? CompileGroup(entry, depth + 1, isTop: false) : CompileLeaf(entry, depth + 1);
        }

        return new CompositeFilter(entries, isAnd: type == "AND");
    }

    private Filter CompileLeaf(JsonElement leaf, int depth)
    {
        Count(1, depth);
        if (leaf.ValueKind != JsonValueKind.Object)
        {
            return Malformed();
        }

        if (leaf.TryGetText("type"u8, out string? type)
            && type == "cohort"
            && CohortFilterCompiler.Id(leaf) is { } other
            && state.Cohorts.TryGetValue(other, out CompiledCohort? cohort))
        {
            Count(cohort.Size, depth + cohort.Depth);
        }

        Filter filter = FilterCompiler.Compile(leaf, new FilterContext(state, FlagKey: null, GroupType: null, _dependencies));
        return leaf.Member("negation"u8).IsTrue() ? new NotFilter(filter) : filter;
    }

    private static bool IsGroup(JsonElement entry) => entry.ValueKind == JsonValueKind.Object
        && (entry.TryGetMember("values"u8, out _) || (entry.TryGetText("type"u8, out string? type) && type is "AND" or "OR"));

    private void Count(int size, int depth)
    {
        _size = (int)Math.Min((long)_size + size, int.MaxValue);
        _depth = Math.Max(_depth, depth);
    }

    private FixedFilter Malformed()
    {
        _isMalformed = true;
        return new FixedFilter(MatchResult.NeedsServer(FlagReason.ServerOnlyCohort));
    }
}
