using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>What the compiler must know about every flag before it compiles any, because flags refer to each other.</summary>
/// <param name="Key">The key; null when the value has no key that is text.</param>
/// <param name="IsDeleted">Whether the flag is deleted, and so counts as absent.</param>
/// <param name="Range">The position of the flag in the document.</param>
internal readonly record struct FlagHeader(string? Key, bool IsDeleted, Range Range)
{
    /// <summary>Reads the current value of the reader to its end.</summary>
    public static FlagHeader Read(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        string? key = null;
        bool isDeleted = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return new FlagHeader(null, IsDeleted: false, start..(int)reader.BytesConsumed);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isKey = LenientJson.Is(ref reader, "key"u8, "key");
            bool isDeletion = LenientJson.Is(ref reader, "deleted"u8, "deleted");
            reader.Read();
            key = !isKey ? key : reader.TokenType == JsonTokenType.String ? LenientJson.TextOrNull(ref reader) : null;
            isDeleted = isDeletion ? reader.TokenType == JsonTokenType.True : isDeleted;
            reader.Skip();
        }

        return new FlagHeader(key, isDeleted, start..(int)reader.BytesConsumed);
    }
}
