using System.Globalization;
using PostHogFeatureManagement.Evaluation.Values;

namespace PostHogFeatureManagement.Evaluation.Versions;

/// <summary>The dot-separated identifiers after a version's core, with their grammar and order from Rust's semver crate.</summary>
internal static class VersionIdentifiers
{
    /// <summary>Reads a core part: digits only. Leading zeros are allowed because the server removes them first (D18).</summary>
    public static bool TryParseNumber(ReadOnlySpan<char> text, out ulong value) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    public static bool AreValid(ReadOnlySpan<char> identifiers, bool allowLeadingZeros)
    {
        foreach (Range range in identifiers.Split('.'))
        {
            ReadOnlySpan<char> identifier = identifiers[range];
            if (identifier.IsEmpty || ContainsOther(identifier))
            {
                return false;
            }

            if (!allowLeadingZeros && identifier.Length > 1 && identifier[0] == '0' && AsciiDigits.AreAll(identifier))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>No identifiers rank highest. Numbers rank below words and compare by value. A longer list ranks higher.</summary>
    public static int ComparePreRelease(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return right.Length == 0 ? (left.IsEmpty ? 0 : -1) : 1;
        }

        return Compare(left, right);
    }

    /// <summary>No identifiers rank lowest. Leading zeros count last.</summary>
    public static int CompareBuild(ReadOnlySpan<char> left, ReadOnlySpan<char> right) => Compare(left, right);

    private static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        MemoryExtensions.SpanSplitEnumerator<char> rights = right.Split('.');
        foreach (Range range in left.Split('.'))
        {
            if (!rights.MoveNext())
            {
                return 1;
            }

            int order = CompareOne(left[range], right[rights.Current]);
            if (order != 0)
            {
                return order;
            }
        }

        return rights.MoveNext() ? -1 : 0;
    }

    private static int CompareOne(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        bool isLeftNumeric = AsciiDigits.AreAll(left);
        bool isRightNumeric = AsciiDigits.AreAll(right);
        if (isLeftNumeric != isRightNumeric)
        {
            return isLeftNumeric ? -1 : 1;
        }

        if (!isLeftNumeric)
        {
            return left.SequenceCompareTo(right);
        }

        ReadOnlySpan<char> leftValue = left.TrimStart('0');
        ReadOnlySpan<char> rightValue = right.TrimStart('0');
        int order = leftValue.Length.CompareTo(rightValue.Length);
        order = order != 0 ? order : leftValue.SequenceCompareTo(rightValue);
        return order != 0 ? order : left.Length.CompareTo(right.Length);
    }

    private static bool ContainsOther(ReadOnlySpan<char> identifier)
    {
        foreach (char character in identifier)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '-')
            {
                return true;
            }
        }

        return false;
    }
}
