namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Parentheses: groups, lookarounds and flags.</summary>
internal sealed partial class PatternParser
{
    /// <summary>The groups that have been opened but not closed, which a reference cannot name.</summary>
    private readonly HashSet<int> _openGroups = [];

    private PatternNode ReadGroup(out bool canRepeat)
    {
        _position++;
        canRepeat = true;
        if (++_depth > MaxDepth)
        {
            Fail(PatternVerdict.Unknown);
            return PatternNode.Nothing;
        }

        PatternFlags outer = _flags;
        PatternNode group = TryTake("?") ? ReadSpecialGroup(out canRepeat, ref outer) : ReadCapture(null);
        _flags = outer;
        _depth--;
        return group;
    }

    /// <param name="canRepeat">Receives whether a quantifier may follow.</param>
    /// <param name="outer">The flags after the group. A group that consists only of flags changes them.</param>
    private PatternNode ReadSpecialGroup(out bool canRepeat, ref PatternFlags outer)
    {
        canRepeat = true;
        if (TryTake(":"))
        {
            return ReadBody();
        }

        if (TryTake("=") || TryTake("!") || TryTake("<=") || TryTake("<!"))
        {
            canRepeat = false;
            return ReadAround(isBehind: _pattern[_position - 2] == '<', isNegated: _pattern[_position - 1] == '!');
        }

        if (TryTake(">"))
        {
            _needsBacktracking = true;
            return new PatternNode.Atomic(ReadBody());
        }

        if (TryTake("P=") || TryTake("P>") || TryTake("("))
        {
            Fail(PatternVerdict.Unknown);
            return PatternNode.Nothing;
        }

        return TryTake("P<") || TryTake("<") ? ReadCapture(TakeName('>')) : ReadFlags(out canRepeat, ref outer);
    }

    private PatternNode.Capture ReadCapture(string? name)
    {
        int group = ++_groups;
        if (name is not null && !_groupNames.TryAdd(name, group))
        {
            Fail(PatternVerdict.Invalid);
        }

        _openGroups.Add(group);
        PatternNode body = ReadBody();
        _openGroups.Remove(group);
        return new PatternNode.Capture(body, group);
    }

    private PatternNode.Around ReadAround(bool isBehind, bool isNegated)
    {
        _needsBacktracking = true;
        PatternNode body = ReadBody();
        if (isBehind && body.Length is null)
        {
            // Server versions differ in whether a lookbehind may vary in length.
            Fail(PatternVerdict.Unknown);
        }

        return new PatternNode.Around(body, isBehind, isNegated);
    }

    private PatternNode ReadBody()
    {
        PatternNode body = ReadAlternatives();
        if (!HasFailed && !TryTake(")"))
        {
            Fail(PatternVerdict.Invalid);
        }

        return body;
    }

    private string TakeName(char end)
    {
        int close = _pattern.IndexOf(end, _position);
        string name = close < 0 ? string.Empty : _pattern[_position..close];
        if (name.Length == 0 || !name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_'))
        {
            Fail(PatternVerdict.Unknown);
            return string.Empty;
        }

        _position = close + 1;
        return name;
    }

    /// <summary>Reads flags for the rest of the enclosing group, or for a group of their own.</summary>
    private PatternNode ReadFlags(out bool canRepeat, ref PatternFlags outer)
    {
        canRepeat = false;
        bool isOn = true;
        while (!IsAtEnd)
        {
            char flag = _pattern[_position++];
            switch (flag)
            {
                case '-' when isOn:
                    isOn = false;
                    break;
                case 'i':
                    Switch(PatternFlags.IgnoreCase, isOn);
                    break;
                case 'm':
                    Switch(PatternFlags.Multiline, isOn);
                    break;
                case 's':
                    Switch(PatternFlags.DotMatchesNewline, isOn);
                    break;
                case 'u' when isOn:
                    // Unicode is always on.
                    break;
                case 'U':
                    _swapsGreed = true;
                    break;
                case ')':
                    outer = _flags;
                    return PatternNode.Nothing;
                case ':':
                    canRepeat = true;
                    return ReadBody();
                default:
                    Fail(PatternVerdict.Unknown);
                    return PatternNode.Nothing;
            }
        }

        Fail(PatternVerdict.Invalid);
        return PatternNode.Nothing;
    }

    private void Switch(PatternFlags flag, bool isOn) => _flags = isOn ? _flags | flag : _flags & ~flag;
}
