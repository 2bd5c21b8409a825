using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Benchmarks.Support;

internal static class CompiledFlags
{
    public static FlagSet From(byte[] document) =>
        DefinitionsCompiler.Compile(document, new DefinitionsCompilerOptions()).FlagSet ?? throw new InvalidOperationException("The document does not compile.");

    public static FlagDefinition Named(this FlagSet set, string key) =>
        set.TryGetFlag(key, out FlagDefinition? flag) ? flag : throw new InvalidOperationException($"There is no flag {key}.");
}
