using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace PostHogFeatureManagement;

/// <summary>
/// Reads JSON that someone else wrote without ever throwing. Absent, null and a value of another type all mean "missing", and so does a string or a name that
/// is JSON but no text: a lone surrogate or invalid UTF-8, which .NET's readers accept and then throw on when the text is read.
/// </summary>
internal static class LenientJson
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The document without the byte order mark that RFC 8259 lets a reader ignore.</summary>
    public static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8) =>
        utf8.Span.StartsWith(ByteOrderMark) ? utf8[ByteOrderMark.Length..] : utf8;

    /// <summary>Finds a member; undefined when it is missing.</summary>
    public static JsonElement Member(this JsonElement json, ReadOnlySpan<byte> name) =>
        json.TryGetMember(name, out JsonElement member) ? member : default;

    public static JsonElement Member(this JsonElement json, string name) => json.Member(Encoding.UTF8.GetBytes(name));

    /// <summary>Finds a member that is not null.</summary>
    public static bool TryGetMember(this JsonElement json, ReadOnlySpan<byte> name, out JsonElement member)
    {
        member = default;
        return json.ValueKind == JsonValueKind.Object && TryFind(json, name, out member) && member.ValueKind != JsonValueKind.Null;
    }

    /// <summary>Whether there is such a member, even if it is null.</summary>
    public static bool Has(this JsonElement json, ReadOnlySpan<byte> name) => json.ValueKind == JsonValueKind.Object && TryFind(json, name, out _);

    public static bool IsMissing(this JsonElement json) => json.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null;

    public static bool IsTrue(this JsonElement json) => json.ValueKind == JsonValueKind.True;

    public static bool? Boolean(this JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static string? Text(this JsonElement json)
    {
        try
        {
            return json.ValueKind == JsonValueKind.String ? json.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Gets a number without a fraction, whether it is written as 1 or 1.0.</summary>
    public static long? Integer(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Number)
        {
            return null;
        }

        if (json.TryGetInt64(out long value))
        {
            return value;
        }

        const double Limit = 1L << 53;
        return json.TryGetDouble(out double number) && Math.Abs(number) <= Limit && Math.Floor(number) == number ? (long)number : null;
    }

    public static int? SmallInteger(this JsonElement json) => json.Integer() is long value and >= int.MinValue and <= int.MaxValue ? (int)value : null;

    /// <summary>A member's name; null when it is no text.</summary>
    public static string? NameOrNull(this JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The string or name at the reader; null when it is no text.</summary>
    public static string? TextOrNull(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether the string or name at the reader is text.</summary>
    public static bool IsText(ref Utf8JsonReader reader) =>
        reader.ValueIsEscaped ? TextOrNull(ref reader) is not null : Utf8.IsValid(reader.ValueSpan);

    /// <summary>Whether the name at the reader is this one. Only names with escapes must be read for that.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, string text) =>
        reader.ValueIsEscaped ? TextOrNull(ref reader) == text : reader.ValueTextEquals(name);

    private static bool TryFind(JsonElement json, ReadOnlySpan<byte> name, out JsonElement member)
    {
        try
        {
            return json.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            return TryFindAmongOddNames(json, name, out member);
        }
    }

    /// <summary>.NET's reader throws at a name that is no text, whichever member it looks for. As there, the last of several members counts.</summary>
    private static bool TryFindAmongOddNames(JsonElement json, ReadOnlySpan<byte> name, out JsonElement member)
    {
        member = default;
        bool isFound = false;
        foreach (JsonProperty candidate in json.EnumerateObject())
        {
            if (candidate.NameOrNull() is not null && candidate.NameEquals(name))
            {
                member = candidate.Value;
                isFound = true;
            }
        }

        return isFound;
    }
}
