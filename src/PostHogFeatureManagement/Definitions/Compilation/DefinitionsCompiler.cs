using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Cohorts;
using PostHogFeatureManagement.Definitions.Compilation.Values;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>
/// Compiles a <c>/flags/definitions</c> document to a flag set (protocol §3.5). Never throws. A document that is unusable as a whole fails; a broken part
/// is reported.
/// </summary>
internal static class DefinitionsCompiler
{
    internal const int MaxJsonDepth = 256;

    public static DefinitionsCompilation Compile(ReadOnlyMemory<byte> utf8Json, DefinitionsCompilerOptions options)
    {
        try
        {
            var state = new CompilationState(options);
            var document = new DefinitionsDocument(LenientJson.WithoutMark(utf8Json));
            document.Scan(state);
            return document.FlagsProblem is { } problem
                ? DefinitionsCompilation.Failed(problem)
                : new DefinitionsCompilation(Compile(document, state), Error: null);
        }
        catch (JsonException exception)
        {
            return DefinitionsCompilation.Failed($"Expected a JSON object with an array 'flags'; it is not JSON {JsonPosition.Of(exception)}.");
        }
    }

    private static FlagSet Compile(DefinitionsDocument document, CompilationState state)
    {
        state.ReadSettings(document);
        List<FlagLocation> locations = AddKeys(document, state);
        using (JsonDocument? cohorts = document.ParseSetting("cohorts"))
        {
            CohortCompiler.Compile(cohorts?.RootElement ?? default, state);
        }

        var drafts = new FlagDraft[locations.Count];
        var flags = new FlagDefinition[locations.Count];
        for (int i = 0; i < drafts.Length; i++)
        {
            using JsonDocument flag = document.Parse(locations[i].Range);
            drafts[i] = FlagCompiler.Compile(flag.RootElement, locations[i].Key, i, state);
            flags[i] = drafts[i].Flag;
        }

        int[] order = FlagLinker.Link(drafts, flags, state);
        return new FlagSet(flags, order, state.Cohorts.Count, state.MinimalFlagCalledEvents, state.Reports) { ActsAsServer = state.Options.ActsAsServer };
    }

    /// <summary>Collects the keys first, so that a flag can depend on a later one.</summary>
    private static List<FlagLocation> AddKeys(DefinitionsDocument document, CompilationState state)
    {
        var locations = new List<FlagLocation>(document.Flags.Count);
        foreach (FlagLocation location in document.Flags)
        {
            if (state.TryAddFlag(location.Key, locations.Count))
            {
                locations.Add(location);
            }
            else
            {
                state.Report(location.Key, LoadProblem.DuplicateFlag, "An earlier flag has the same key; only the first one counts.");
            }
        }

        return locations;
    }
}
