namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>The set of Unicode code points that one character of a pattern can be, as sorted ranges that neither touch nor overlap.</summary>
internal sealed class CodePointSet
{
    public const int Max = 0x10FFFF;

    private readonly List<(int First, int Last)> _ranges;

    private CodePointSet(List<(int First, int Last)> ranges) => _ranges = ranges;

    public static CodePointSet Empty => new([]);

    public static CodePointSet All => Of((0, Max));

    public IReadOnlyList<(int First, int Last)> Ranges => _ranges;

    public static CodePointSet Of(params ReadOnlySpan<(int First, int Last)> ranges)
    {
        var set = Empty;
        foreach ((int first, int last) in ranges)
        {
            set._ranges.Add((first, last));
        }

        set.Normalize();
        return set;
    }

    public static CodePointSet Of(int codePoint) => Of((codePoint, codePoint));

    public bool Contains(int codePoint)
    {
        foreach ((int first, int last) in _ranges)
        {
            if (codePoint <= last)
            {
                return codePoint >= first;
            }
        }

        return false;
    }

    public CodePointSet Union(CodePointSet other)
    {
        var union = new CodePointSet([.. _ranges, .. other._ranges]);
        union.Normalize();
        return union;
    }

    public CodePointSet Complement()
    {
        var ranges = new List<(int First, int Last)>(_ranges.Count + 1);
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

        return new CodePointSet(ranges);
    }

    public CodePointSet Intersect(CodePointSet other) => Complement().Union(other.Complement()).Complement();

    public CodePointSet Except(CodePointSet other) => Intersect(other.Complement());

    public CodePointSet SymmetricExcept(CodePointSet other) => Except(other).Union(other.Except(this));

    private void Normalize()
    {
        _ranges.Sort();
        int kept = 0;
        for (int i = 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].First <= _ranges[kept].Last + 1)
            {
                _ranges[kept] = (_ranges[kept].First, Math.Max(_ranges[kept].Last, _ranges[i].Last));
            }
            else
            {
                _ranges[++kept] = _ranges[i];
            }
        }

        if (_ranges.Count > 0)
        {
            _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
        }
    }
}
