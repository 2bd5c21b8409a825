using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Writes sets of code points as .NET character classes, which know only UTF-16 code units.</summary>
internal static class PatternEmitter
{
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int FirstLowSurrogate = 0xDC00;
    private const int FirstAstral = 0x10000;
    private const int LowSurrogates = 0x400;

    private static readonly CodePointSet Ascii = CodePointSet.Of((0, 0x7F));
    private static readonly CodePointSet Basic = CodePointSet.Of((0, FirstSurrogate - 1), (LastSurrogate + 1, FirstAstral - 1));
    private static readonly CodePointSet Astral = CodePointSet.Of((FirstAstral, CodePointSet.Max));

    /// <param name="set">The code points that one character can be.</param>
    /// <param name="alphabet">The characters that occur in the searched texts. The rest of the set does not matter.</param>
    /// <param name="output">Receives the class as one unit that a quantifier can follow.</param>
    public static void Emit(CodePointSet set, PatternAlphabet alphabet, StringBuilder output)
    {
        IReadOnlyList<(int First, int Last)> astral = alphabet == PatternAlphabet.Full ? set.Intersect(Astral).Ranges : [];
        CodePointSet single = set.Intersect(alphabet == PatternAlphabet.Ascii ? Ascii : Basic);
        if (astral.Count == 0)
        {
            EmitClass(single.Ranges, output);
            return;
        }

        output.Append("(?:");
        EmitClass(single.Ranges, output);
        foreach ((int first, int last) in astral)
        {
            EmitPairs(first, last, output);
        }

        output.Append(')');
    }

    private static void EmitClass(IReadOnlyList<(int First, int Last)> ranges, StringBuilder output)
    {
        if (ranges.Count == 0)
        {
            // The empty set, as the complement of everything.
            output.Append("[^\\u0000-\\uFFFF]");
            return;
        }

        output.Append('[');
        foreach ((int first, int last) in ranges)
        {
            EmitRange(first, last, output);
        }

        output.Append(']');
    }

    /// <summary>Writes the surrogate pairs of a range, as whole blocks of low surrogates where possible.</summary>
    private static void EmitPairs(int first, int last, StringBuilder output)
    {
        while (first <= last)
        {
            int blockEnd = first | (LowSurrogates - 1);
            int lastOfStep = Math.Min(last, blockEnd);
            int firstHigh = High(first);
            int lastHigh = firstHigh;
            bool isWholeBlock = Low(first) == FirstLowSurrogate && last >= blockEnd;
            if (isWholeBlock)
            {
                int blocks = (last + 1 - first) / LowSurrogates;
                lastHigh = firstHigh + blocks - 1;
                lastOfStep = first + (blocks * LowSurrogates) - 1;
            }

            output.Append("|[");
            EmitRange(firstHigh, lastHigh, output);
            output.Append("][");
            EmitRange(Low(first), Low(lastOfStep), output);
            output.Append(']');
            first = lastOfStep + 1;
        }
    }

    private static void EmitRange(int first, int last, StringBuilder output)
    {
        output.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}");
        if (last > first)
        {
            output.Append(CultureInfo.InvariantCulture, $"-\\u{last:X4}");
        }
    }

    private static int High(int codePoint) => FirstSurrogate + ((codePoint - FirstAstral) / LowSurrogates);

    private static int Low(int codePoint) => FirstLowSurrogate + ((codePoint - FirstAstral) % LowSurrogates);
}
