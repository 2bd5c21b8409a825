using System.Text.Json;

namespace PostHogFeatureManagement.Emulator.Definitions.Rules;

/// <summary>The type of a flag's values.</summary>
internal sealed record ReturnType(params JsonValueKind[] Kinds)
{
    /// <summary>The type with PostHog's name for it. Null for an unknown one.</summary>
    public static ReturnType? Of(string? name) => name switch
    {
        "boolean" => new ReturnType(JsonValueKind.True, JsonValueKind.False),
        "string" => new ReturnType(JsonValueKind.String),
        "number" => new ReturnType(JsonValueKind.Number),
        "object" => new ReturnType(JsonValueKind.Object),
        _ => null,
    };

    /// <summary>Whether a value has the type. An empty text is none.</summary>
    public bool Accepts(JsonElement value) => Kinds.Contains(value.ValueKind) && (value.ValueKind != JsonValueKind.String || value.GetString()!.Length > 0);
}
