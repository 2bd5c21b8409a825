namespace PostHogFeatureManagement.Evaluation.Versions;

/// <summary>
/// Tells how certain the meaning of a text is as a version. On the server, a text that cannot be parsed never matches. PostHog's SDKs read some of these
/// texts anyway, and ask the server about the others. To agree with both, the former never match here and the latter are undecided (protocol §6.5).
/// </summary>
internal static class VersionForm
{
    private const int CoreParts = 3;

    /// <summary>
    /// Returns whether the text is one to three numbers without leading zeros, with or without a leading v. The server and all SDKs agree on such a text.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<char> text)
    {
        text = text.StartsWith('v') ? text[1..] : text;
        int count = 0;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> part = text[range];
            if (++count > CoreParts || part.IsEmpty || !System.Text.Ascii.IsValid(part) || !IsCanonicalNumber(part))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether at least one SDK reads the text: one or more numbers, then any text after three parts, a dash or a plus.</summary>
    public static bool IsReadBySdks(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimStart("vV").Trim();
        int coreEnd = text.IndexOfAny('-', '+');
        text = coreEnd < 0 ? text : text[..coreEnd];
        int count = 0;
        foreach (Range range in text.Split('.'))
        {
            ReadOnlySpan<char> part = text[range];
            if (count == CoreParts)
            {
                return true;
            }

            if (part.IsEmpty ? count == 0 : !IsCanonicalNumber(part))
            {
                return false;
            }

            count++;
        }

        return true;
    }

    /// <summary>Accepts the digits of any script, because Python does.</summary>
    private static bool IsCanonicalNumber(ReadOnlySpan<char> part)
    {
        foreach (char character in part)
        {
            if (!char.IsDigit(character))
            {
                return false;
            }
        }

        return part.Length == 1 || part[0] != '0';
    }
}
