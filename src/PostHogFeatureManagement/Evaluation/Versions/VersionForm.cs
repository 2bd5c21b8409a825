namespace PostHogFeatureManagement.Evaluation.Versions;

/// <summary>
/// How clear it is what a text means as a version. The server lets nothing match a text it cannot parse; PostHog's SDKs read some of those
/// texts after all and ask the server about the others. Following both: the former never match here, the latter are undecided (protocol §6.5).
/// </summary>
internal static class VersionForm
{
    private const int CoreParts = 3;

    /// <summary>One to three numbers without leading zeros, a v before them allowed: everybody reads it alike.</summary>
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

    /// <summary>What at least one SDK reads: a first number, possibly others, whatever stands after three parts, a dash or a plus.</summary>
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

    /// <summary>Digits of any script, which Python reads like its own.</summary>
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
