namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Parentheses: groups, lookarounds and flags.</summary>
internal sealed partial class PatternTranslator
{
    private bool _hasVariableLength;

    /// <summary>Reads a group. Returns false if no quantifier may follow it.</summary>
    private bool ReadGroup()
    {
        _position++;
        if (++_depth > MaxDepth)
        {
            Fail(PatternVerdict.Unknown);
            return false;
        }

        PatternFlags outer = _flags;
        bool canRepeat = true;
        if (!TryTake("?"))
        {
            ReadCapture(null);
        }
        else if (TryTake(":"))
        {
            ReadBody("(?:");
        }
        else if (TryTake("="))
        {
            canRepeat = ReadAround("(?=", isBehind: false);
        }
        else if (TryTake("!"))
        {
            canRepeat = ReadAround("(?!", isBehind: false);
        }
        else if (TryTake("<="))
        {
            canRepeat = ReadAround("(?<=", isBehind: true);
        }
        else if (TryTake("<!"))
        {
            canRepeat = ReadAround("(?<!", isBehind: true);
        }
        else if (TryTake(">"))
        {
            _needsBacktracking = true;
            ReadBody("(?>");
        }
        else if (TryTake("P=") || TryTake("P>") || TryTake("("))
        {
            Fail(PatternVerdict.Unknown);
        }
        else if (TryTake("P<") || TryTake("<"))
        {
            ReadCapture(TakeName('>'));
        }
        else
        {
            _depth--;
            return ReadFlags(outer);
        }

        _flags = outer;
        _depth--;
        return canRepeat;
    }

    /// <summary>Writes all groups without names, because .NET numbers named groups after the others and Rust numbers all groups in order.</summary>
    private void ReadCapture(string? name)
    {
        _groups++;
        if (name is not null && !_groupNames.TryAdd(name, _groups))
        {
            Fail(PatternVerdict.Invalid);
        }

        ReadBody("(");
    }

    private bool ReadAround(string opening, bool isBehind)
    {
        _needsBacktracking = true;
        bool outerLength = _hasVariableLength;
        _hasVariableLength = false;
        int start = _position;
        ReadBody(opening);
        if (isBehind && (_hasVariableLength || _pattern.AsSpan(start, Math.Max(0, _position - start)).Contains('|')))
        {
            // Server versions differ in whether a lookbehind may vary in length.
            Fail(PatternVerdict.Unknown);
        }

        _hasVariableLength = outerLength;
        return false;
    }

    private void ReadBody(string opening)
    {
        _output.Append(opening);
        ReadAlternatives();
        if (HasFailed)
        {
            return;
        }

        if (!TryTake(")"))
        {
            Fail(PatternVerdict.Invalid);
        }

        _output.Append(')');
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
    private bool ReadFlags(PatternFlags outer)
    {
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
                case 'U':
                    // Unicode is always on. Greediness decides only which of several matches comes first, which does not matter to a search.
                    break;
                case ')':
                    return false;
                case ':':
                    ReadBody("(?:");
                    _flags = outer;
                    return true;
                default:
                    Fail(PatternVerdict.Unknown);
                    return false;
            }
        }

        Fail(PatternVerdict.Invalid);
        return false;
    }

    private void Switch(PatternFlags flag, bool isOn) => _flags = isOn ? _flags | flag : _flags & ~flag;
}
