namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Comparison that ignores the case of A to Z only, as the server's substring operators do (D13).</summary>
internal static class AsciiText
{
    public static bool Contains(ReadOnlySpan<char> text, ReadOnlySpan<char> part, bool isPartAscii)
    {
        if (isPartAscii)
        {
            // Ordinal comparison never equates a non-ASCII character with an ASCII one, even ignoring case, so the vectorized search is exact.
            return text.Contains(part, StringComparison.OrdinalIgnoreCase);
        }

        for (int start = 0; start <= text.Length - part.Length; start++)
        {
            if (AreEqual(text.Slice(start, part.Length), part))
            {
                return true;
            }
        }

        return false;
    }

    public static bool StartsWith(ReadOnlySpan<char> text, ReadOnlySpan<char> part) =>
        text.Length >= part.Length && AreEqual(text[..part.Length], part);

    public static bool EndsWith(ReadOnlySpan<char> text, ReadOnlySpan<char> part) =>
        text.Length >= part.Length && AreEqual(text[^part.Length..], part);

    private static bool AreEqual(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        for (int i = 0; i < right.Length; i++)
        {
            if (left[i] != right[i] && (!char.IsAsciiLetter(left[i]) || (left[i] | ' ') != (right[i] | ' ')))
            {
                return false;
            }
        }

        return true;
    }
}
