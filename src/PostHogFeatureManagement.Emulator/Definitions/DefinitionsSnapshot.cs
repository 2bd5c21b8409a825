using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Explain.Local;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>One version of the definitions, as clients get it and as the server evaluates it. Immutable.</summary>
internal sealed class DefinitionsSnapshot
{
    private readonly ServerViews _views;

    private DefinitionsSnapshot(byte[] utf8, byte[] source, ServerViews views)
    {
        Utf8 = utf8;
        Source = source;
        _views = views;
        ETag = $"W/\"{Convert.ToHexStringLower(SHA256.HashData(utf8).AsSpan(0, 8))}\"";
        using JsonDocument document = JsonDocument.Parse(source);
        JsonElement.ArrayEnumerator flags = document.RootElement.Clone().GetProperty("flags").EnumerateArray();
        Flags = [.. flags.Select(EmulatedFlag.Read).OfType<EmulatedFlag>().DistinctBy(flag => flag.Key)];
    }

    /// <summary>The body of <c>/flags/definitions</c>.</summary>
    public byte[] Utf8 { get; }

    /// <summary>The document that it was made of.</summary>
    public byte[] Source { get; }

    public string ETag { get; }

    public IReadOnlyList<EmulatedFlag> Flags { get; }

    /// <summary>All flags as the server evaluates them.</summary>
    public FlagSet ServerFlags => _views.Everything;

    public static DefinitionsSnapshot? Create(JsonObject document, out string? problem)
    {
        DependencyChains.Complete(document);
        if (ServerViews.Create(document, out problem) is not { } views)
        {
            return null;
        }

        byte[] source = JsonSerializer.SerializeToUtf8Bytes(document);
        return new DefinitionsSnapshot(ClientDefinitions.Of(document), source, views);
    }

    /// <summary>A flag as the server knows it, with the cohorts.</summary>
    public RawFlag ServerForm(string key) => _views.Find(key);

    /// <summary>The flags as the server evaluates them for a client with this runtime and these contexts.</summary>
    public FlagSet ServerFlagsFor(string? runtime, IReadOnlyList<string> contexts) =>
        _views.Without([.. Flags.Where(flag => !flag.IsFor(runtime, contexts)).Select(flag => flag.Key)]);

    /// <summary>What to tell about the definitions, flag by flag.</summary>
    public IEnumerable<(string FlagKey, string Advice)> Advice() =>
        Flags.SelectMany(flag => FlagAdvice.For(flag, ServerFlags.Reports).Select(advice => (flag.Key, advice)));

    public EmulatedFlag? Find(long id) => Flags.FirstOrDefault(flag => flag.Id == id);

    public EmulatedFlag? Find(string key) => Flags.FirstOrDefault(flag => flag.Key == key);
}
