using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation;

namespace PostHogFeatureManagement.Explain.Local;

/// <summary>A flag as PostHog wrote it. Explanations show operators and operands in its words, which compiled filters no longer have.</summary>
/// <param name="Flag">The flag; undefined when the document does not have it.</param>
/// <param name="Cohorts">The cohorts by id; undefined when there are none.</param>
internal readonly record struct RawFlag(JsonElement Flag, JsonElement Cohorts)
{
    public IReadOnlyList<JsonElement> Conditions => Flag.Member("filters"u8).Member("groups"u8) is { ValueKind: JsonValueKind.Array } groups ? [.. groups.EnumerateArray()] : [];

    public static RawFlag Find(ReadOnlyMemory<byte> definitions, string key)
    {
        var document = new DefinitionsDocument(LenientJson.WithoutMark(definitions));
        document.Scan(new CompilationState(new DefinitionsCompilerOptions()));
        foreach (FlagLocation location in document.Flags)
        {
            if (string.Equals(location.Key, key, StringComparison.Ordinal))
            {
                using JsonDocument flag = document.Parse(location.Range);
                using JsonDocument? cohorts = document.ParseSetting("cohorts");
                return new RawFlag(flag.RootElement.Clone(), cohorts?.RootElement.Clone() ?? default);
            }
        }

        return default;
    }

    /// <summary>The filters of a condition, or the entries of a group in a cohort.</summary>
    public static IReadOnlyList<JsonElement> Entries(JsonElement parent, ReadOnlySpan<byte> name) =>
        parent.Member(name) is { ValueKind: JsonValueKind.Array } entries ? [.. entries.EnumerateArray()] : [];
}
