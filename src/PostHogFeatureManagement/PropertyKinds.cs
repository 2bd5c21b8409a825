using System.Collections;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PostHogFeatureManagement;

/// <summary>
/// The one place that says which CLR values a property may have and what each becomes for PostHog: null, a string, a Boolean, a number, JSON, or an array of
/// these, as System.Text.Json writes them. The evaluator, the request and the cache key know these six forms only, so they cannot disagree. Everything else is
/// no value: its form on the server is never guessed.
/// </summary>
internal static class PropertyKinds
{
    /// <summary>How deep sequences and JSON may be nested. This also ends a list that contains itself.</summary>
    public const int MaxDepth = 64;

    /// <summary>How many elements a value may have, with those of nested sequences. This also ends a sequence without an end.</summary>
    public const int MaxElements = 10_000;

    /// <summary>How many characters a text may have, or all texts of a sequence together. JSON may have as many bytes.</summary>
    public const int MaxTextLength = 250_000;

    /// <summary>The longest text of a number.</summary>
    public const int MaxNumberLength = 64;

    /// <summary>Whether the value already has its final form. True for the values that most callers have.</summary>
    public static bool IsKnown(object? value) =>
        value is null or string { Length: <= MaxTextLength } or bool or int or long or decimal || (value is double number && double.IsFinite(number));

    public static bool IsTooLong(object? value) => value is string { Length: > MaxTextLength };

    /// <summary>Gets the value's final form. False if it has none.</summary>
    public static bool TryRead(object? value, out object? read)
    {
        var room = new Room(MaxElements, MaxTextLength);
        try
        {
            return TryRead(value, 0, ref room, out read);
        }
        catch (Exception)
        {
            // A sequence runs code of the application, and JSON may belong to a disposed document.
            read = null;
            return false;
        }
    }

    /// <summary>Writes a number as it is in JSON.</summary>
    public static ReadOnlySpan<byte> WriteNumber(object number, Span<byte> utf8)
    {
        ((IUtf8SpanFormattable)number).TryFormat(utf8, out int length, default, CultureInfo.InvariantCulture);
        return utf8[..length];
    }

    private static bool TryRead(object? value, int depth, ref Room room, out object? read)
    {
        switch (value)
        {
            case JsonElement json:
                return TryReadJson(json, depth, ref room, out read);
            case JsonNode json:
                return TryReadJson(JsonElement.Parse(json.ToJsonString()), depth, ref room, out read);
            case not (string or byte[] or IDictionary) and IEnumerable sequence:
                return TryReadSequence(sequence, depth, ref room, out read);
            default:
                read = value is byte[] { Length: > MaxTextLength } ? null : ReadScalar(value);
                return value is null || (read is not null && room.TryTake(read is string text ? text.Length : 0));
        }
    }

    /// <summary>Null when the value has no form for PostHog.</summary>
    private static object? ReadScalar(object? value) => value switch
    {
        string or bool or int or long or decimal or byte or sbyte or short or ushort or uint or ulong or Int128 or UInt128 => value,
        double number => double.IsFinite(number) ? value : null,
        float number => float.IsFinite(number) ? value : null,
        Half number => Half.IsFinite(number) ? value : null,
        Enum member => Convert.ChangeType(member, Enum.GetUnderlyingType(member.GetType()), CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
        DateTimeOffset moment => moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly date => date.ToString("O", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToTimeSpan().ToString("c", CultureInfo.InvariantCulture),
        Guid id => id.ToString("D"),
        Uri uri => uri.OriginalString,
        byte[] bytes => Convert.ToBase64String(bytes),
        _ => null,
    };

    private static bool TryReadSequence(IEnumerable sequence, int depth, ref Room room, out object? read)
    {
        read = null;
        if (depth >= MaxDepth)
        {
            return false;
        }

        var elements = new List<object?>();
        foreach (object? element in sequence)
        {
            if (--room.Elements < 0 || !TryRead(element, depth + 1, ref room, out object? readElement))
            {
                return false;
            }

            elements.Add(readElement);
        }

        read = elements.ToArray();
        return true;
    }

    /// <summary>Copies JSON from its document, which the application may dispose.</summary>
    private static bool TryReadJson(JsonElement json, int depth, ref Room room, out object? read)
    {
        if (json.ValueKind != JsonValueKind.Undefined && !room.TryTake(JsonMarshal.GetRawUtf8Value(json).Length))
        {
            read = null;
            return false;
        }

        read = json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => json.Clone(),
        };
        return read is JsonElement copy
            ? IsReadable(JsonMarshal.GetRawUtf8Value(copy), Math.Max(MaxDepth - depth, 1))
            : json.ValueKind != JsonValueKind.Undefined;
    }

    /// <summary>False for JSON that the server might read as something else: a number that is too large, a string that is no text, a comment.</summary>
    private static bool IsReadable(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        while (reader.Read())
        {
            bool isReadable = reader.TokenType switch
            {
                JsonTokenType.Number => reader.TryGetDouble(out double number) && double.IsFinite(number),
                JsonTokenType.String or JsonTokenType.PropertyName => LenientJson.IsText(ref reader),
                _ => true,
            };
            if (!isReadable)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What is left for the value.</summary>
    private struct Room(int elements, int text)
    {
        private int _text = text;

        public int Elements = elements;

        public bool TryTake(int length) => (_text -= length) >= 0;
    }
}
