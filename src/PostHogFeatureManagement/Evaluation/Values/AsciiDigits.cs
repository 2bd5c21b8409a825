namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Runs of digits. Uses plain loops: the runs are short, and the framework's generic searches box their bounds until the JIT optimizes them.</summary>
internal static class AsciiDigits
{
    /// <summary>Returns how many digits the text starts with.</summary>
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
