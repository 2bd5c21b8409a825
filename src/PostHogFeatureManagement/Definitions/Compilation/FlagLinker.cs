using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Sorts flags by their dependencies and tells each flag what it depends on (protocol §8).</summary>
internal static class FlagLinker
{
    /// <summary>The longest list of dependencies that a flag keeps. A flag with more is evaluated after all flags in the order of the whole set.</summary>
    private const int MaxListed = 64;

    public static int[] Link(FlagDraft[] drafts, FlagDefinition[] flags, CompilationState state)
    {
        var targets = new IReadOnlyCollection<int>[drafts.Length];
        for (int i = 0; i < drafts.Length; i++)
        {
            targets[i] = drafts[i].Dependencies.Targets;
        }

        int[] order = DependencyOrder.Sort(targets, out bool[] isCyclic);
        int[] position = new int[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            position[order[i]] = i;
        }

        foreach (int ordinal in order)
        {
            FlagDefinition flag = flags[ordinal];
            if (isCyclic[ordinal])
            {
                state.Report(flag.Key, LoadProblem.CyclicDependency, "It depends on itself, or on a flag that does.");
                flag.Link(FlagDependencies.Cyclic, ServerDependence.CauseOf(flag, hasBrokenDependency: true, flags));
                continue;
            }

            bool areBroken = drafts[ordinal].Dependencies.AreBroken || AnyBroken(targets[ordinal], flags);
            FlagDependencies dependencies = Describe(targets[ordinal], flags, position, areBroken);
            flag.Link(dependencies, ServerDependence.CauseOf(flag, areBroken, flags));
        }

        return order;
    }

    private static bool AnyBroken(IReadOnlyCollection<int> targets, FlagDefinition[] flags)
    {
        foreach (int target in targets)
        {
            if (flags[target].Dependencies.AreBroken)
            {
                return true;
            }
        }

        return false;
    }

    private static FlagDependencies Describe(IReadOnlyCollection<int> targets, FlagDefinition[] flags, int[] position, bool areBroken)
    {
        if (targets.Count == 0)
        {
            return areBroken ? new FlagDependencies([], areBroken, AreCyclic: false) : FlagDependencies.None;
        }

        var all = new HashSet<int>(targets);
        foreach (int target in targets)
        {
            if (flags[target].Dependencies.Order is not { } further)
            {
                return new FlagDependencies(null, areBroken, AreCyclic: false);
            }

            all.UnionWith(further);
        }

        if (all.Count > MaxListed)
        {
            return new FlagDependencies(null, areBroken, AreCyclic: false);
        }

        int[] listed = [.. all];
        Array.Sort(listed, (left, right) => position[left].CompareTo(position[right]));
        return new FlagDependencies(listed, areBroken, AreCyclic: false);
    }
}
