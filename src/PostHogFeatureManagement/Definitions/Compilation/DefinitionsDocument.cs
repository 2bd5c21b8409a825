using System.Text.Json;
using PostHogFeatureManagement.Definitions.Compilation.Values;

namespace PostHogFeatureManagement.Definitions.Compilation;

/// <summary>
/// Locates the parts of a definitions document. Reading it flag by flag keeps the buffers small: parsed as a whole, a document takes several times its
/// size, and the buffer pool would keep that memory.
/// </summary>
internal sealed class DefinitionsDocument(ReadOnlyMemory<byte> utf8Json)
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = DefinitionsCompiler.MaxJsonDepth };

    private readonly List<FlagLocation> _flags = [];
    private readonly Dictionary<string, Range> _settings = new(StringComparer.Ordinal);

    /// <summary>The flags that have a key and are not deleted, in document order.</summary>
    public IReadOnlyList<FlagLocation> Flags => _flags;

    /// <summary>What is wrong with the array of flags; null when nothing is.</summary>
    public string? FlagsProblem { get; private set; }

    /// <summary>Parses another member of the document; null when it is missing. The caller must dispose the result.</summary>
    public JsonDocument? ParseSetting(string name) => _settings.TryGetValue(name, out Range range) ? Parse(range) : null;

    /// <summary>The bytes of another member of the document; none when it is missing.</summary>
    public ReadOnlySpan<byte> Setting(string name) => _settings.TryGetValue(name, out Range range) ? Bytes(range) : [];

    public ReadOnlySpan<byte> Bytes(Range range) => utf8Json.Span[range];

    public JsonDocument Parse(Range range) => JsonDocument.Parse(utf8Json[range], Deep);

    /// <exception cref="JsonException">The document is not JSON.</exception>
    public void Scan(CompilationState state)
    {
        var reader = new Utf8JsonReader(utf8Json.Span, new JsonReaderOptions { MaxDepth = DefinitionsCompiler.MaxJsonDepth });
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            string position = JsonPosition.Of(utf8Json.Span, reader.TokenStartIndex);
            FlagsProblem = $"Expected a JSON object with an array 'flags'; found {Describe(reader.TokenType)} {position}.";
            return;
        }

        FlagsProblem = "Expected an array 'flags'; the document has no member of that name.";
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string? name = LenientJson.TextOrNull(ref reader);
            reader.Read();
            if (name == "flags")
            {
                ScanFlags(ref reader, state);
            }
            else
            {
                _settings[name ?? string.Empty] = SkipValue(ref reader);
            }
        }

        // Read to the end, so that anything after the object causes an error.
        while (reader.Read())
        {
        }
    }

    private void ScanFlags(ref Utf8JsonReader reader, CompilationState state)
    {
        _flags.Clear();
        FlagsProblem = reader.TokenType == JsonTokenType.StartArray
            ? null
            : $"Expected an array 'flags'; found {Describe(reader.TokenType)} {JsonPosition.Of(utf8Json.Span, reader.TokenStartIndex)}.";
        if (FlagsProblem is not null)
        {
            reader.Skip();
            return;
        }

        int index = 0;
        int nameless = 0;
        int firstNameless = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            FlagHeader header = FlagHeader.Read(ref reader);
            if (header.Key is null)
            {
                firstNameless = nameless++ == 0 ? index : firstNameless;
            }
            else if (!header.IsDeleted)
            {
                _flags.Add(new FlagLocation(header.Key, header.Range));
            }
        }

        if (nameless > 0 && nameless == index)
        {
            FlagsProblem = "Expected flags in the array 'flags'; none of its elements is an object with a text 'key'.";
        }
        else if (nameless > 0)
        {
            state.ReportNamelessFlags(firstNameless, nameless);
        }
    }

    private static Range SkipValue(ref Utf8JsonReader reader)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }

    private static string Describe(JsonTokenType token) => token switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };
}
