using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Generators.Json;

internal static class JsonString
{
    /// <param name="json">The whole document.</param>
    /// <param name="start">Where the opening quotation mark is.</param>
    /// <param name="text">The string without quotation marks and escapes.</param>
    /// <param name="end">Behind the closing quotation mark; where it is broken otherwise.</param>
    public static bool TryRead(string json, int start, out string text, out int end)
    {
        var content = new StringBuilder();
        text = string.Empty;
        for (end = start + 1; end < json.Length; end++)
        {
            char character = json[end];
            if (character == '"')
            {
                end++;
                text = content.ToString();
                return IsText(text);
            }

            if (character < ' ' || (character == '\\' && !TryReadEscape(json, ref end, out character)))
            {
                return false;
            }

            content.Append(character);
        }

        return false;
    }

    private static bool TryReadEscape(string json, ref int position, out char character)
    {
        position++;
        character = position < json.Length ? json[position] : '\0';
        switch (character)
        {
            case '"' or '\\' or '/':
                return true;
            case 'b':
                character = '\b';
                return true;
            case 'f':
                character = '\f';
                return true;
            case 'n':
                character = '\n';
                return true;
            case 'r':
                character = '\r';
                return true;
            case 't':
                character = '\t';
                return true;
            case 'u' when position + 4 < json.Length
                && ushort.TryParse(json.Substring(position + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code):
                character = (char)code;
                position += 4;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Whether no half of a surrogate pair is alone.</summary>
    private static bool IsText(string text)
    {
        for (int index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else if (char.IsSurrogate(text[index]))
            {
                return false;
            }
        }

        return true;
    }
}
