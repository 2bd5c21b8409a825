using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Emulator.Definitions;

/// <summary>
/// Reads JSON as leniently as PostHog does (protocol §2.2): <c>NaN</c> and <c>Infinity</c> are null, and half a surrogate pair becomes U+FFFD.
/// </summary>
internal static class LenientText
{
    private const int EscapeLength = 6;

    private static readonly string[] NotNumbers = ["NaN", "Infinity", "-Infinity"];

    /// <summary>The text as JSON that .NET reads.</summary>
    public static string Repair(string json)
    {
        var repaired = new StringBuilder(json.Length);
        bool isInString = false;
        for (int at = 0; at < json.Length;)
        {
            ReadOnlySpan<char> rest = json.AsSpan(at);
            if (isInString && rest[0] == '\\')
            {
                at += AppendEscape(rest, repaired);
            }
            else if (!isInString && NotNumberAt(rest) is { } name)
            {
                repaired.Append("null");
                at += name.Length;
            }
            else
            {
                isInString ^= rest[0] == '"';
                repaired.Append(rest[0]);
                at++;
            }
        }

        return repaired.ToString();
    }

    /// <summary>The same for handwritten JSON, whose comments may have any marks: only half a surrogate pair is replaced.</summary>
    public static string RepairEscapes(string json)
    {
        if (!json.Contains('\\', StringComparison.Ordinal))
        {
            return json;
        }

        var repaired = new StringBuilder(json.Length);
        for (int at = 0; at < json.Length;)
        {
            int plain = json.AsSpan(at).IndexOf('\\');
            repaired.Append(json, at, plain < 0 ? json.Length - at : plain);
            at += plain < 0 ? json.Length - at : plain + AppendEscape(json.AsSpan(at + plain), repaired);
        }

        return repaired.ToString();
    }

    private static string? NotNumberAt(ReadOnlySpan<char> rest)
    {
        foreach (string name in NotNumbers)
        {
            if (rest.StartsWith(name, StringComparison.Ordinal))
            {
                return name;
            }
        }

        return null;
    }

    private static int AppendEscape(ReadOnlySpan<char> rest, StringBuilder repaired)
    {
        char? unit = UnitAt(rest);
        if (unit is not { } first || !char.IsSurrogate(first))
        {
            ReadOnlySpan<char> escape = rest[..Math.Min(rest.Length, 2)];
            repaired.Append(escape);
            return escape.Length;
        }

        bool isPair = rest.Length > EscapeLength && UnitAt(rest[EscapeLength..]) is { } second && char.IsSurrogatePair(first, second);
        int length = isPair ? 2 * EscapeLength : EscapeLength;
        repaired.Append(isPair ? rest[..length] : "\\ufffd");
        return length;
    }

    /// <summary>The UTF-16 unit of an escape such as <c>\u00e4</c>; null if it is another one.</summary>
    private static char? UnitAt(ReadOnlySpan<char> rest) =>
        rest is ['\\', 'u', _, _, _, _, ..] && ushort.TryParse(rest[2..EscapeLength], NumberStyles.AllowHexSpecifier, null, out ushort unit)
            ? (char)unit
            : null;
}
