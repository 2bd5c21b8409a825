using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Cohorts;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>A <c>/flags/definitions</c> document as a flag set (protocol §3.5). Never throws: a document that is unusable as a whole fails, a broken part is reported.</summary>
internal static class DefinitionsCompiler
{
    internal const int MaxJsonDepth = 256;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static DefinitionsCompilation Compile(ReadOnlyMemory<byte> utf8Json, DefinitionsCompilerOptions options)
    {
        if (utf8Json.Span.StartsWith(ByteOrderMark))
        {
            utf8Json = utf8Json[ByteOrderMark.Length..];
        }

        try
        {
            var scope = new CompilationScope(options);
            var document = new DefinitionsDocument(utf8Json);
            document.Scan(scope);
            return document.FlagsProblem is { } problem
                ? DefinitionsCompilation.Failed(problem)
                : new DefinitionsCompilation(Compile(document, scope), Error: null);
        }
        catch (JsonException exception)
        {
            return DefinitionsCompilation.Failed($"Expected a JSON object with an array 'flags'; it is not JSON {JsonPosition.Of(exception)}.");
        }
    }

    private static FlagSet Compile(DefinitionsDocument document, CompilationScope scope)
    {
        scope.ReadSettings(document);
        List<FlagLocation> locations = AddKeys(document, scope);
        using (JsonDocument? cohorts = document.ParseSetting("cohorts"))
        {
            CohortCompiler.Compile(cohorts?.RootElement ?? default, scope);
        }

        var drafts = new FlagDraft[locations.Count];
        var flags = new FlagDefinition[locations.Count];
        for (int i = 0; i < drafts.Length; i++)
        {
            using JsonDocument flag = document.Parse(locations[i].Range);
            drafts[i] = FlagCompiler.Compile(flag.RootElement, locations[i].Key, i, scope);
            flags[i] = drafts[i].Flag;
        }

        int[] order = FlagLinker.Link(drafts, flags, scope);
        return new FlagSet(flags, order, scope.MinimalFlagCalledEvents, scope.Reports);
    }

    /// <summary>Keys come first, so that a flag may depend on a later one.</summary>
    private static List<FlagLocation> AddKeys(DefinitionsDocument document, CompilationScope scope)
    {
        var locations = new List<FlagLocation>(document.Flags.Count);
        foreach (FlagLocation location in document.Flags)
        {
            if (scope.TryAddFlag(location.Key, locations.Count))
            {
                locations.Add(location);
            }
            else
            {
                scope.Report(location.Key, LoadProblem.DuplicateFlag, "There is a flag of this key before it; only the first counts.");
            }
        }

        return locations;
    }
}
