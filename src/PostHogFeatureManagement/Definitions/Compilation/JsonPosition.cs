using System.Globalization;
using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>Says where in a document something is, for people.</summary>
internal static class JsonPosition
{
    public static string Of(JsonException exception) => string.Create(
        CultureInfo.InvariantCulture,
        $"at line {(exception.LineNumber ?? 0) + 1}, position {(exception.BytePositionInLine ?? 0) + 1}");

    public static string OfRoot(ReadOnlySpan<byte> utf8Json) => Describe(utf8Json, 0);

    /// <summary>Where a member of the outermost object has its value; the document's start if it has none.</summary>
    public static string OfMember(ReadOnlySpan<byte> utf8Json, string name)
    {
        var reader = new Utf8JsonReader(utf8Json, new JsonReaderOptions { MaxDepth = DefinitionsCompiler.MaxJsonDepth });
        long found = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                bool isWanted = reader.ValueTextEquals(name);
                reader.Read();
                found = isWanted ? reader.TokenStartIndex : found;
                reader.Skip();
            }
        }

        return Describe(utf8Json, (int)found);
    }

    private static string Describe(ReadOnlySpan<byte> utf8Json, int offset)
    {
        ReadOnlySpan<byte> before = utf8Json[..offset];
        int line = before.Count((byte)'\n') + 1;
        int position = offset - (before.LastIndexOf((byte)'\n') + 1) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"at line {line}, position {position}");
    }
}
