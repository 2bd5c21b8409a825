using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Values;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Finds the flags that PostHog would omit from its answer for this application (protocol §2.3, D27, D28).</summary>
internal static class FlagExclusion
{
    public static bool IsExcluded(JsonElement flag, DefinitionsCompilerOptions options) =>
        IsForOtherRuntime(flag, options.EvaluationRuntime) || IsForOtherContext(flag, options.EvaluationContexts);

    public static bool IsServerOnly(JsonElement flag) => IsForOtherRuntime(flag, "client");

    private static bool IsForOtherRuntime(JsonElement flag, string runtime) =>
        flag.TryGetText("evaluation_runtime"u8, out string? wanted)
        && wanted is "client" or "server"
        && runtime is "client" or "server"
        && wanted != runtime;

    /// <summary>A flag without contexts is never omitted. Contexts are compared exactly.</summary>
    private static bool IsForOtherContext(JsonElement flag, IReadOnlyList<string> contexts)
    {
        if (contexts.Count == 0
            || (!flag.TryGetMember("evaluation_contexts"u8, out JsonElement wanted) && !flag.TryGetMember("evaluation_tags"u8, out wanted))
            || wanted.ValueKind != JsonValueKind.Array
            || wanted.GetArrayLength() == 0)
        {
            return false;
        }

        foreach (JsonElement context in wanted.EnumerateArray())
        {
            if (context.ValueKind == JsonValueKind.String && contexts.Contains(context.GetString(), StringComparer.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
