namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Runs of digits. Plain loops: they are short, and the framework's generic searches box their bounds until they are optimised.</summary>
internal static class AsciiDigits
{
    /// <summary>How many digits a text begins with.</summary>
    public static int CountLeading(ReadOnlySpan<char> text)
    {
        int count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
        {
            count++;
        }

        return count;
    }

    public static bool AreAll(ReadOnlySpan<char> text) => CountLeading(text) == text.Length;
}
