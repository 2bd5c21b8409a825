namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Square brackets, with Rust's nested classes and set operations.</summary>
internal sealed partial class PatternParser
{
    /// <summary>Reads a class after its opening bracket.</summary>
    private CodePointSet ReadClass()
    {
        if (++_depth > MaxDepth)
        {
            Fail(PatternVerdict.Unknown);
        }

        bool isNegated = TryTake("^");
        CodePointSet set = ReadUnion(isFirst: true);
        while (!HasFailed && !TryTake("]"))
        {
            if (TryTake("&&"))
            {
                set = Counted(set.Intersect(ReadUnion(isFirst: false)));
            }
            else if (TryTake("--"))
            {
                set = Counted(set.Except(ReadUnion(isFirst: false)));
            }
            else if (TryTake("~~"))
            {
                set = Counted(set.SymmetricExcept(ReadUnion(isFirst: false)));
            }
            else
            {
                Fail(PatternVerdict.Invalid);
            }
        }

        _depth--;
        set = Cased(set);
        return isNegated ? set.Complement() : set;
    }

    /// <summary>Reads adjacent items up to an operator or the closing bracket. A bracket or dashes at the very start are characters.</summary>
    private CodePointSet ReadUnion(bool isFirst)
    {
        CodePointSet set = CodePointSet.Empty;
        bool isAtStart = isFirst;
        if (isAtStart)
        {
            while (TryTake("-"))
            {
                set = set.Union(CodePointSet.Of('-'));
                isAtStart = false;
            }
        }

        while (!HasFailed)
        {
            if (IsAtEnd)
            {
                Fail(PatternVerdict.Invalid);
            }
            else if ((_pattern[_position] == ']' && !isAtStart) || IsAt("&&") || IsAt("--") || IsAt("~~"))
            {
                break;
            }
            else
            {
                set = Counted(set.Union(ReadItem()));
            }

            isAtStart = false;
        }

        return set;
    }

    private bool IsAt(string expected) => string.CompareOrdinal(_pattern, _position, expected, 0, expected.Length) == 0;

    private CodePointSet ReadItem()
    {
        if (IsAt("[:"))
        {
            return ReadPosix();
        }

        if (TryTake("["))
        {
            return ReadClass();
        }

        CodePointSet first = ReadMember(out bool isFirstSingle);
        if (HasFailed || !IsAt("-") || _position + 1 >= _pattern.Length || _pattern[_position + 1] is ']' or '-')
        {
            return first;
        }

        _position++;
        CodePointSet last = ReadMember(out bool isLastSingle);
        if (HasFailed || !isFirstSingle || !isLastSingle)
        {
            Fail(PatternVerdict.Unknown);
            return first;
        }

        (int from, int to) = (first.Ranges[0].First, last.Ranges[0].First);
        if (from > to)
        {
            Fail(PatternVerdict.Invalid);
            return first;
        }

        return CodePointSet.Of((from, to));
    }

    private CodePointSet ReadMember(out bool isSingle)
    {
        isSingle = true;
        if (!TryTake("\\"))
        {
            return CodePointSet.Of(TakeCodePoint());
        }

        if (IsAtEnd)
        {
            Fail(PatternVerdict.Invalid);
            return CodePointSet.Empty;
        }

        if ("dDsSwWpPhH".Contains(_pattern[_position], StringComparison.Ordinal))
        {
            isSingle = false;
            return ReadEscapedSet();
        }

        return CodePointSet.Of(ReadEscapedCharacter(_pattern[_position++]));
    }

    private CodePointSet ReadPosix()
    {
        int end = _pattern.IndexOf(":]", _position, StringComparison.Ordinal);
        int start = _position + 2;
        bool isNegated = start < _pattern.Length && _pattern[start] == '^';
        start += isNegated ? 1 : 0;
        CodePointSet? set = end < start ? null : UnicodeSets.Posix(_pattern[start..end]);
        if (set is null)
        {
            Fail(PatternVerdict.Unknown);
            return CodePointSet.Empty;
        }

        _position = end + 2;
        return isNegated ? set.Complement() : set;
    }
}
