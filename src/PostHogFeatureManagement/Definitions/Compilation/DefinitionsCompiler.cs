using System.Text.Json;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A <c>/flags/definitions</c> document as a flag set (protocol §3.5). Never throws: a document that is unusable as a whole fails, a broken part is reported.</summary>
internal static class DefinitionsCompiler
{
    internal const int MaxJsonDepth = 256;

    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = MaxJsonDepth };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static DefinitionsCompilation Compile(ReadOnlyMemory<byte> utf8Json, DefinitionsCompilerOptions options)
    {
        if (utf8Json.Span.StartsWith(ByteOrderMark))
        {
            utf8Json = utf8Json[ByteOrderMark.Length..];
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json, Deep);
            return Compile(document.RootElement, utf8Json.Span, options);
        }
        catch (JsonException exception)
        {
            return DefinitionsCompilation.Failed($"Expected a JSON object with an array 'flags'; it is not JSON {JsonPosition.Of(exception)}.");
        }
        catch (InvalidOperationException)
        {
            return DefinitionsCompilation.Failed("Expected a JSON object with an array 'flags'; it contains text that is not valid Unicode.");
        }
    }

    private static DefinitionsCompilation Compile(JsonElement root, ReadOnlySpan<byte> utf8Json, DefinitionsCompilerOptions options)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return DefinitionsCompilation.Failed(
                $"Expected a JSON object with an array 'flags'; found {root.ValueKind} {JsonPosition.OfRoot(utf8Json)}.");
        }

        if (!root.TryGetProperty("flags", out JsonElement flags) || flags.ValueKind != JsonValueKind.Array)
        {
            return DefinitionsCompilation.Failed(
                $"Expected an array 'flags'; found {(flags.ValueKind == JsonValueKind.Undefined ? "none" : flags.ValueKind)} {JsonPosition.OfMember(utf8Json, "flags")}.");
        }

        return new DefinitionsCompilation(Compile(root, flags, options), Error: null);
    }

    private static FlagSet Compile(JsonElement root, JsonElement elements, DefinitionsCompilerOptions options)
    {
        var scope = new CompilationScope(options);
        scope.ReadSettings(root);
        List<(JsonElement Element, string Key)> keyed = ReadKeys(elements, scope);
        CohortCompiler.Compile(root, scope);
        var drafts = new FlagDraft[keyed.Count];
        var flags = new FlagDefinition[keyed.Count];
        for (int i = 0; i < drafts.Length; i++)
        {
            drafts[i] = FlagCompiler.Compile(keyed[i].Element, keyed[i].Key, i, scope);
            flags[i] = drafts[i].Flag;
        }

        int[] order = FlagLinker.Link(drafts, flags, scope);
        return new FlagSet(flags, order, root.IsTrue("minimal_flag_called_events"), scope.Reports);
    }

    /// <summary>Keys come first, so that a flag may depend on a later one. Deleted flags count as absent.</summary>
    private static List<(JsonElement Element, string Key)> ReadKeys(JsonElement elements, CompilationScope scope)
    {
        var keyed = new List<(JsonElement Element, string Key)>(elements.GetArrayLength());
        int index = 0;
        foreach (JsonElement element in elements.EnumerateArray())
        {
            if (FlagKey.TryRead(element, index, scope, out string? key) && !element.IsTrue("deleted"))
            {
                if (scope.TryAddFlag(key, keyed.Count))
                {
                    keyed.Add((element, key));
                }
                else
                {
                    scope.Report(key, LoadProblem.DuplicateFlag, "There is a flag of this key before it; only the first counts.");
                }
            }

            index++;
        }

        return keyed;
    }
}
