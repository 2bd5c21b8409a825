using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Values;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>What has to be known of every flag before any is compiled, because flags refer to each other.</summary>
/// <param name="Key">The key; null for something that has no text for a key.</param>
/// <param name="IsDeleted">Deleted flags count as absent.</param>
/// <param name="Range">Where it is in the document.</param>
internal readonly record struct FlagHeader(string? Key, bool IsDeleted, Range Range)
{
    /// <summary>Reads the value the reader stands on to its end.</summary>
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
            key = !isKey ? key : reader.TokenType == JsonTokenType.String ? LenientJson.TryRead(ref reader) : null;
            isDeleted = isDeletion ? reader.TokenType == JsonTokenType.True : isDeleted;
            reader.Skip();
        }

        return new FlagHeader(key, isDeleted, start..(int)reader.BytesConsumed);
    }
}
