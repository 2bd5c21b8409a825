using System.Text.Json;

namespace PostHogFeatureManagement.Explain.Format;

/// <summary>Operands as PostHog writes them, cut where they are too long to be read.</summary>
internal static class OperandWords
{
    private const int MaxElements = 20;

    public static void WriteTo(Utf8JsonWriter json, JsonElement operand)
    {
        switch (operand.ValueKind)
        {
            case JsonValueKind.Array:
                json.WriteStartArray();
                foreach (JsonElement element in operand.EnumerateArray().Take(MaxElements))
                {
                    WriteTo(json, element);
                }

                if (operand.GetArrayLength() > MaxElements)
                {
                    json.WriteStringValue($"… {operand.GetArrayLength() - MaxElements} more");
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.String:
                json.WriteStringValue(ExplainedValue.Cut(operand.Text() ?? "unreadable"));
                break;
            case JsonValueKind.Object:
                json.WriteStringValue(ExplainedValue.Cut(operand.GetRawText()));
                break;
            default:
                operand.WriteTo(json);
                break;
        }
    }

    /// <summary>The operand in a line.</summary>
    public static string Of(JsonElement operand) => operand.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => string.Empty,
        JsonValueKind.Array => string.Join(", ", operand.EnumerateArray().Take(MaxElements).Select(Of))
            + (operand.GetArrayLength() > MaxElements ? $" … {operand.GetArrayLength() - MaxElements} more" : string.Empty),
        JsonValueKind.String => ExplainedValue.Cut(operand.Text() ?? "unreadable"),
        _ => ExplainedValue.Cut(operand.GetRawText()),
    };
}
