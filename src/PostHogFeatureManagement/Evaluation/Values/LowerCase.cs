using System.Buffers;
using System.Text;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Lowercases text as the server does for <c>exact</c>: with the full Unicode mapping, which is not case folding (protocol §6.1, D14).</summary>
internal static class LowerCase
{
    private const char CapitalIWithDot = '\u0130';
    private const char CombiningDotAbove = '\u0307';
    private const char CapitalSigma = '\u03A3';
    private const char SmallSigma = '\u03C3';
    private const char FinalSigma = '\u03C2';

    public static string Full(ReadOnlySpan<char> text)
    {
        var builder = new TextBuilder(stackalloc char[128]);
        Append(text, ref builder);
        string lower = builder.Written.ToString();
        builder.Dispose();
        return lower;
    }

    public static void Append(scoped ReadOnlySpan<char> text, ref TextBuilder builder)
    {
        if (Ascii.IsValid(text))
        {
            Ascii.ToLower(text, builder.Reserve(text.Length), out _);
            return;
        }

        int position = 0;
        while (position < text.Length)
        {
            char first = text[position];
            if (first == CapitalIWithDot)
            {
                builder.Append('i');
                builder.Append(CombiningDotAbove);
                position++;
            }
            else if (first == CapitalSigma)
            {
                builder.Append(IsFinalSigma(text, position) ? FinalSigma : SmallSigma);
                position++;
            }
            else if (Rune.DecodeFromUtf16(text[position..], out Rune rune, out int consumed) == OperationStatus.Done)
            {
                Rune lower = Rune.ToLowerInvariant(rune);
                lower.EncodeToUtf16(builder.Reserve(lower.Utf16SequenceLength));
                position += consumed;
            }
            else
            {
                builder.Append(first);
                position++;
            }
        }
    }

    /// <summary>Unicode's Final_Sigma: a cased letter comes before the sigma and none after it, ignoring characters that do not count for case.</summary>
    private static bool IsFinalSigma(ReadOnlySpan<char> text, int position) =>
        HasCasedLetter(text[..position], fromEnd: true) && !HasCasedLetter(text[(position + 1)..], fromEnd: false);

    private static bool HasCasedLetter(ReadOnlySpan<char> text, bool fromEnd)
    {
        while (!text.IsEmpty)
        {
            Rune rune;
            int consumed;
            if (fromEnd)
            {
                Rune.DecodeLastFromUtf16(text, out rune, out consumed);
                text = text[..^consumed];
            }
            else
            {
                Rune.DecodeFromUtf16(text, out rune, out consumed);
                text = text[consumed..];
            }

            if (!CaseProperties.IsCaseIgnorable(rune))
            {
                return CaseProperties.IsCased(rune);
            }
        }

        return false;
    }
}
