namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>The set of Unicode code points that one character of a pattern can be, as sorted ranges that neither touch nor overlap. Immutable.</summary>
internal sealed class CodePointSet
{
    public const int Max = 0x10FFFF;
    private const int FirstNonAscii = 0x80;

    private readonly (int First, int Last)[] _ranges;
    private readonly UInt128 _ascii;
    private CodePointSet? _complement;

    private CodePointSet((int First, int Last)[] ranges)
    {
        _ranges = ranges;
        foreach ((int first, int last) in ranges)
        {
            for (int codePoint = first; codePoint <= last && codePoint < FirstNonAscii; codePoint++)
            {
                _ascii |= UInt128.One << codePoint;
            }
        }
    }

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet All { get; } = new([(0, Max)]);

    public ReadOnlySpan<(int First, int Last)> Ranges => _ranges;

    public static CodePointSet Of(params ReadOnlySpan<(int First, int Last)> ranges) => Normalize(ranges.ToArray());

    public static CodePointSet Of(int codePoint) => new([(codePoint, codePoint)]);

    public bool Contains(int codePoint) =>
        codePoint < FirstNonAscii ? (_ascii & (UInt128.One << codePoint)) != UInt128.Zero : ContainsNonAscii(codePoint);

    /// <summary>Returns whether the set is a single code point.</summary>
    public bool IsSingle(out int codePoint)
    {
        codePoint = _ranges.Length == 0 ? 0 : _ranges[0].First;
        return _ranges.Length == 1 && _ranges[0].Last == codePoint;
    }

    public CodePointSet Union(CodePointSet other) => Normalize([.. _ranges, .. other._ranges]);

    public CodePointSet Complement() => _complement ??= BuildComplement();

    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    public CodePointSet Except(CodePointSet other) => Intersect(other.Complement());

    public CodePointSet SymmetricExcept(CodePointSet other) => Except(other).Union(other.Except(this));

    private CodePointSet BuildComplement()
    {
        var ranges = new List<(int First, int Last)>(_ranges.Length + 1);
        int next = 0;
        foreach ((int first, int last) in _ranges)
        {
            if (first > next)
            {
                ranges.Add((next, first - 1));
            }

            next = last + 1;
        }

        if (next <= Max)
        {
            ranges.Add((next, Max));
        }

        return new CodePointSet([.. ranges]);
    }

    private bool ContainsNonAscii(int codePoint)
    {
        (int First, int Last)[] ranges = _ranges;
        int low = 0;
        int high = ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            if (codePoint > ranges[middle].Last)
            {
                low = middle + 1;
            }
            else if (codePoint < ranges[middle].First)
            {
                high = middle - 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private static CodePointSet Normalize((int First, int Last)[] ranges)
    {
        if (ranges.Length == 0)
        {
            return Empty;
        }

        Array.Sort(ranges);
        int kept = 0;
        for (int i = 1; i < ranges.Length; i++)
        {
            if (ranges[i].First <= ranges[kept].Last + 1)
            {
                ranges[kept].Last = Math.Max(ranges[kept].Last, ranges[i].Last);
            }
            else
            {
                ranges[++kept] = ranges[i];
            }
        }

        return new CodePointSet(ranges[..(kept + 1)]);
    }
}
