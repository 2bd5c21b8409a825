using System.Globalization;

namespace PostHogFeatureManagement.Evaluation.Values;

/// <summary>Reads and writes doubles as the server does: Rust's grammar for parsing, Ryu's layout for printing (protocol §6.1).</summary>
internal static class FloatText
{
    private const int MaxPlainDigits = 16;
    private const int MinPlainExponent = -5;
    private const int MaxShortestLength = 32;

    /// <summary>
    /// Reads an optional sign, digits with at most one point and an optional exponent, or inf, infinity or nan in any case. Rejects spaces, separators and
    /// hexadecimal.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        ReadOnlySpan<char> unsigned = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        if (unsigned.Length > 0 && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.'))
        {
            value = double.NaN;
            return IsDecimal(unsigned) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
        }

        return TryParseWord(unsigned, isNegative: unsigned.Length < text.Length && text[0] == '-', out value);
    }

    /// <summary>Appends a finite double, always with a point or an exponent so that it does not look like an integer.</summary>
    public static void Append(double value, ref TextBuilder builder)
    {
        Span<char> shortest = stackalloc char[MaxShortestLength];
        value.TryFormat(shortest, out int written, default, CultureInfo.InvariantCulture);
        Span<char> digits = stackalloc char[MaxShortestLength];
        int count = Digits(shortest[..written], digits, out bool isNegative, out int pointAt);
        if (isNegative)
        {
            builder.Append('-');
        }

        Layout(digits[..count], pointAt, ref builder);
    }

    private static void Layout(scoped ReadOnlySpan<char> digits, int pointAt, ref TextBuilder builder)
    {
        if (digits.IsEmpty)
        {
            builder.Append("0.0");
        }
        else if (digits.Length <= pointAt && pointAt <= MaxPlainDigits)
        {
            builder.Append(digits);
            builder.Append('0', pointAt - digits.Length);
            builder.Append(".0");
        }
        else if (pointAt is > 0 and <= MaxPlainDigits)
        {
            builder.Append(digits[..pointAt]);
            builder.Append('.');
            builder.Append(digits[pointAt..]);
        }
        else if (pointAt is > MinPlainExponent and <= 0)
        {
            builder.Append("0.");
            builder.Append('0', -pointAt);
            builder.Append(digits);
        }
        else
        {
            builder.Append(digits[0]);
            if (digits.Length > 1)
            {
                builder.Append('.');
                builder.Append(digits[1..]);
            }

            builder.Append('e');
            builder.AppendFormatted(pointAt - 1);
        }
    }

    /// <summary>Copies the significant digits and returns how many there are. The position of the point is relative to the first digit.</summary>
    private static int Digits(ReadOnlySpan<char> text, Span<char> digits, out bool isNegative, out int pointAt)
    {
        isNegative = text[0] == '-';
        text = isNegative ? text[1..] : text;
        int exponentAt = text.IndexOf('E');
        int exponent = 0;
        if (exponentAt >= 0)
        {
            exponent = int.Parse(text[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
            text = text[..exponentAt];
        }

        int point = text.IndexOf('.');
        int whole = point < 0 ? text.Length : point;
        text[..whole].CopyTo(digits);
        ReadOnlySpan<char> fraction = point < 0 ? default : text[(point + 1)..];
        fraction.CopyTo(digits[whole..]);
        Span<char> all = digits[..(whole + fraction.Length)];
        int leadingZeros = all.IndexOfAnyExcept('0');
        if (leadingZeros < 0)
        {
            pointAt = 0;
            return 0;
        }

        pointAt = whole - leadingZeros + exponent;
        ReadOnlySpan<char> significant = all[leadingZeros..].TrimEnd('0');
        significant.CopyTo(digits);
        return significant.Length;
    }

    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        int whole = AsciiDigits.CountLeading(text);
        int fraction = 0;
        int position = whole;
        if (position < text.Length && text[position] == '.')
        {
            fraction = AsciiDigits.CountLeading(text[(position + 1)..]);
            position += 1 + fraction;
        }

        if (whole + fraction == 0)
        {
            return false;
        }

        if (position < text.Length && text[position] is 'e' or 'E')
        {
            position++;
            position += position < text.Length && text[position] is '+' or '-' ? 1 : 0;
            int exponent = AsciiDigits.CountLeading(text[position..]);
            position += exponent;
            return exponent > 0 && position == text.Length;
        }

        return position == text.Length;
    }

    private static bool TryParseWord(ReadOnlySpan<char> word, bool isNegative, out double value)
    {
        value = double.NaN;
        if (word.Equals("nan", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        return false;
    }
}
