using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

internal static class DefinitionText
{
    /// <summary>Reads a member that is a string. A flag must not be decided as if it were missing, so one that is no text makes the part malformed.</summary>
    /// <exception cref="InvalidOperationException">The string is no text.</exception>
    public static bool TryGetText(this JsonElement json, ReadOnlySpan<byte> name, [NotNullWhen(true)] out string? text)
    {
        JsonElement member = json.Member(name);
        text = member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        return text is not null;
    }
}
