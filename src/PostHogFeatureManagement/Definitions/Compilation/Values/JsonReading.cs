using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace PostHogFeatureManagement.Definitions.Compilation.Values;

/// <summary>Reads optional members of JSON objects. Null counts as absent, and so does a value that is not of the requested type.</summary>
internal static class JsonReading
{
    public static bool TryGetMember(this JsonElement element, ReadOnlySpan<byte> name, out JsonElement member)
    {
        member = default;
        return element.ValueKind == JsonValueKind.Object
            && TryFind(element, name, out member)
            && member.ValueKind != JsonValueKind.Null;
    }

    public static bool TryGetText(this JsonElement element, ReadOnlySpan<byte> name, [NotNullWhen(true)] out string? text)
    {
        text = element.TryGetMember(name, out JsonElement member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
        return text is not null;
    }

    public static bool IsTrue(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetMember(name, out JsonElement member) && member.ValueKind == JsonValueKind.True;

    public static bool? GetBoolean(this JsonElement element, ReadOnlySpan<byte> name) => element.TryGetMember(name, out JsonElement member)
        ? member.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        }
        : null;

    public static long? GetInteger(this JsonElement element, ReadOnlySpan<byte> name) =>
        element.TryGetMember(name, out JsonElement member) && TryGetInteger(member, out long value) ? value : null;

    /// <summary>Gets a number without a fraction, whether it is written as 1 or 1.0.</summary>
    public static bool TryGetInteger(this JsonElement element, out long value)
    {
        value = 0;
        if (element.ValueKind != JsonValueKind.Number)
        {
            return false;
        }

        if (element.TryGetInt64(out value))
        {
            return true;
        }

        const double Limit = 1L << 53;
        if (!element.TryGetDouble(out double number) || Math.Abs(number) > Limit || Math.Floor(number) != number)
        {
            return false;
        }

        value = (long)number;
        return true;
    }

    private static bool TryFind(JsonElement element, ReadOnlySpan<byte> name, out JsonElement member)
    {
        try
        {
            return element.TryGetProperty(name, out member);
        }
        catch (InvalidOperationException)
        {
            return TryFindAmongOddNames(element, name, out member);
        }
    }

    // An escaped lone surrogate in a name is valid JSON but cannot become a string. The reader throws on it, whichever member it looks for.
    private static bool TryFindAmongOddNames(JsonElement element, ReadOnlySpan<byte> name, out JsonElement member)
    {
        member = default;
        bool isFound = false;
        foreach (JsonProperty candidate in element.EnumerateObject())
        {
            try
            {
                if (candidate.NameEquals(name))
                {
                    member = candidate.Value;
                    isFound = true;
                }
            }
            catch (InvalidOperationException)
            {
                // A name that cannot be read is not the one wanted.
            }
        }

        return isFound;
    }
}
