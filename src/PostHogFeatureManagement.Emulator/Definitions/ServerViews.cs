using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// The flags as the server evaluates them for each kind of client. A flag that is not for a client counts as off in the flags that depend on it
/// (protocol §2.3), so each selection of flags is compiled once. Safe for concurrent use.
/// </summary>
internal sealed class ServerViews(byte[] definitions, FlagSet everything)
{
    private static readonly DefinitionsCompilerOptions ForEveryone = new() { EvaluationRuntime = "all", ActsAsServer = true };

    private readonly ConcurrentDictionary<string, FlagSet> _views = new(StringComparer.Ordinal);

    public FlagSet Everything { get; } = everything;

    public static ServerViews? Create(JsonObject document, out string? problem)
    {
        byte[] definitions = JsonSerializer.SerializeToUtf8Bytes(ServerKnowledge.Complete(document));
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(definitions, ForEveryone);
        problem = compilation.FlagSet is null ? $"cannot be used: {compilation.Error}" : null;
        return compilation.FlagSet is { } flags ? new ServerViews(definitions, flags) : null;
    }

    public RawFlag Find(string key) => RawFlag.Find(definitions, key);

    public FlagSet Without(IReadOnlyCollection<string> keys) =>
        keys.Count == 0 ? Everything : _views.GetOrAdd(string.Join('\n', keys), _ => CompileWithout(keys));

    private FlagSet CompileWithout(IReadOnlyCollection<string> keys)
    {
        JsonObject document = JsonNode.Parse(definitions)!.AsObject();
        foreach (string key in keys)
        {
            FlagEdit.Find(document, key)!["active"] = false;
        }

        return DefinitionsCompiler.Compile(JsonSerializer.SerializeToUtf8Bytes(document), ForEveryone).FlagSet!;
    }
}
