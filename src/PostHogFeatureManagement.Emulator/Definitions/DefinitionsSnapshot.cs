using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>One state of the definitions: what clients get, and what the server evaluates with. Immutable.</summary>
internal sealed class DefinitionsSnapshot
{
    private DefinitionsSnapshot(byte[] utf8, byte[] source, FlagSet serverFlags)
    {
        Utf8 = utf8;
        Source = source;
        ServerFlags = serverFlags;
        ETag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(utf8).AsSpan(0, 8))}\"";
        using JsonDocument document = JsonDocument.Parse(utf8);
        Flags = [.. document.RootElement.Clone().GetProperty("flags").EnumerateArray().Select(EmulatedFlag.Read).OfType<EmulatedFlag>()];
    }

    /// <summary>The body of <c>/flags/definitions</c>.</summary>
    public byte[] Utf8 { get; }

    /// <summary>The same with what only the emulator understands.</summary>
    public byte[] Source { get; }

    public string ETag { get; }

    public IReadOnlyList<EmulatedFlag> Flags { get; }

    public FlagSet ServerFlags { get; }

    public static DefinitionsSnapshot? Create(JsonObject document, out string? problem)
    {
        byte[] source = JsonSerializer.SerializeToUtf8Bytes(document);
        byte[] server = JsonSerializer.SerializeToUtf8Bytes(ServerKnowledge.Complete(document));
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(server, new DefinitionsCompilerOptions());
        if (compilation.FlagSet is not { } flags)
        {
            problem = $"cannot be used: {compilation.Error}";
            return null;
        }

        JsonObject sent = document.DeepClone().AsObject();
        sent.Remove(ServerKnowledge.StaticCohorts);
        problem = null;
        return new DefinitionsSnapshot(JsonSerializer.SerializeToUtf8Bytes(sent), source, flags);
    }

    public EmulatedFlag? Find(string key) => Flags.FirstOrDefault(flag => flag.Key == key);
}
