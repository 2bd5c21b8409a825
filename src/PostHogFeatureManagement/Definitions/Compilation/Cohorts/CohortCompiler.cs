using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>Compiles all cohorts of the document, starting with those that others refer to (protocol §7).</summary>
internal static class CohortCompiler
{
    public static void Compile(JsonElement cohorts, CompilationState state)
    {
        if (cohorts.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var trees = new List<JsonElement>();
        foreach (JsonProperty cohort in cohorts.EnumerateObject())
        {
            if (cohort.NameOrNull() is { } id && ids.TryAdd(id, trees.Count))
            {
                trees.Add(cohort.Value);
            }
        }

        CompileInOrder([.. ids.Keys], trees, CohortReferences.Of(trees, ids), state);
    }

    private static void CompileInOrder(
        string[] ids,
        List<JsonElement> trees,
        IReadOnlyList<IReadOnlyCollection<int>> references,
        CompilationState state)
    {
        foreach (int index in DependencyOrder.Sort(references, out bool[] isCyclic))
        {
            string id = ids[index];
            if (isCyclic[index])
            {
                state.Report(null, LoadProblem.CyclicCohort, $"Cohort {id} is part of a cycle or refers to one.");
                state.Cohorts[id] = CompiledCohort.ServerOnly;
            }
            else
            {
                state.Cohorts[id] = new CohortTreeCompiler(id, index, state).Compile(trees[index]);
            }
        }
    }
}
