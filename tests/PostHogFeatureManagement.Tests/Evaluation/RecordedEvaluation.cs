using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Tests.Evaluation;

/// <summary>One of the recorded evaluations (Fixtures/Conformance/README.md) of a flag that the definitions have.</summary>
internal sealed record RecordedEvaluation(string Name, byte[] Document, FlagSet Set, FlagDefinition Flag, PostHogContext Caller)
{
    public static IEnumerable<RecordedEvaluation> All()
    {
        foreach (string path in Directory.EnumerateFiles(Conformance.Folder, "*.json").Order(StringComparer.Ordinal))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (!document.RootElement.TryGetProperty("cases", out JsonElement cases))
            {
                continue;
            }

            foreach (RecordedEvaluation one in cases.EnumerateArray().SelectMany(@case => Of(Path.GetFileName(path), @case)))
            {
                yield return one;
            }
        }
    }

    private static IEnumerable<RecordedEvaluation> Of(string file, JsonElement @case)
    {
        string name = $"{file}: {@case.GetProperty("name").GetString()}";
        byte[] definitions = JsonSerializer.SerializeToUtf8Bytes(@case.GetProperty("definitions"));
        if (DefinitionsCompiler.Compile(definitions, new DefinitionsCompilerOptions()).FlagSet is not { } set)
        {
            yield break;
        }

        foreach (JsonElement evaluation in @case.GetProperty("evaluations").EnumerateArray())
        {
            if (set.TryGetFlag(evaluation.GetProperty("flag").GetString()!, out FlagDefinition? flag))
            {
                yield return new RecordedEvaluation($"{name}: {evaluation.GetRawText()}", definitions, set, flag, ConformanceContext.Read(evaluation));
            }
        }
    }
}
