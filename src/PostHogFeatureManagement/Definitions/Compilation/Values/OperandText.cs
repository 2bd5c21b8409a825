using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Reads operands as the text and numbers that the server compares with (protocol §6.1).</summary>
internal static class OperandText
{
    /// <summary>Gets a string unchanged, anything else as compact JSON. Returns false if its form on the server is uncertain.</summary>
    public static bool TryGet(JsonElement value, [NotNullWhen(true)] out string? text)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            text = value.GetString()!;
            return true;
        }

        var builder = new TextBuilder(stackalloc char[128]);
        PropertyKind kind = JsonText.Write(value, isElement: false, depth: 0, ref builder, out _, out _);
        text = kind == PropertyKind.Unreadable ? null : builder.Written.ToString();
        builder.Dispose();
        return text is not null;
    }

    public static bool TryGetNumber(JsonElement value, out double number)
    {
        if (value.ValueKind == JsonValueKind.Number)
        {
            return value.TryGetDouble(out number) && double.IsFinite(number);
        }

        number = double.NaN;
        return TryGet(value, out string? text) && FloatText.TryParse(text, out number);
    }
}
