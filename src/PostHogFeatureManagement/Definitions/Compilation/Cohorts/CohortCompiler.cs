using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation.Cohorts;

/// <summary>All cohorts of the document, those that others refer to first (protocol §7).</summary>
internal static class CohortCompiler
{
    public static void Compile(JsonElement cohorts, CompilationScope scope)
    {
        if (cohorts.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var trees = new List<JsonElement>();
        foreach (JsonProperty cohort in cohorts.EnumerateObject())
        {
            if (LenientJson.TryReadName(cohort) is { } id && ids.TryAdd(id, trees.Count))
            {
                trees.Add(cohort.Value);
            }
        }

        CompileInOrder([.. ids.Keys], trees, CohortReferences.Of(trees, ids), scope);
    }

    private static void CompileInOrder(
        string[] ids,
        List<JsonElement> trees,
        IReadOnlyList<IReadOnlyCollection<int>> references,
        CompilationScope scope)
    {
        foreach (int index in DependencyOrder.Sort(references, out bool[] isCyclic))
        {
            string id = ids[index];
            if (isCyclic[index])
            {
                scope.Report(null, LoadProblem.CyclicCohort, $"Cohort {id} is part of a cycle or refers to one.");
                scope.Cohorts[id] = CompiledCohort.ServerOnly;
            }
            else
            {
                scope.Cohorts[id] = new CohortTreeCompiler(id, scope).Compile(trees[index]);
            }
        }
    }
}
