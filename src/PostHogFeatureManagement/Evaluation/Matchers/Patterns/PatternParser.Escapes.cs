using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>Escapes, which start with a backslash.</summary>
internal sealed partial class PatternParser
{
    private const int ShortHexLength = 2;
    private const int UnicodeLength = 4;
    private const int LongUnicodeLength = 8;

    /// <summary>Reads an escape outside a class, and whether a quantifier may follow it.</summary>
    private PatternNode ReadEscape(out bool canRepeat)
    {
        canRepeat = false;
        if (_position + 1 >= _pattern.Length)
        {
            Fail(PatternVerdict.Invalid);
            return PatternNode.Nothing;
        }

        switch (_pattern[_position + 1])
        {
            case 'A':
                _position += 2;
                return new PatternNode.Anchor(PatternOperation.TextStart);
            case 'z':
                _position += 2;
                return new PatternNode.Anchor(PatternOperation.TextEnd);
            case 'b' or 'B':
                return ReadWordBoundary();
            case >= '1' and <= '9':
                canRepeat = true;
                return ReadBackreference();
            case 'k':
                canRepeat = true;
                return ReadNamedBackreference();
            default:
                canRepeat = true;
                _position++;
                return new PatternNode.Characters(ReadEscapedSet());
        }
    }

    /// <summary>Reads a set or a single character, inside or outside a class, after the backslash.</summary>
    private CodePointSet ReadEscapedSet()
    {
        if (IsAtEnd)
        {
            Fail(PatternVerdict.Invalid);
            return CodePointSet.Empty;
        }

        char kind = _pattern[_position++];
        switch (kind)
        {
            case 'd':
                return UnicodeSets.Digit;
            case 'D':
                return UnicodeSets.Digit.Complement();
            case 's':
                return UnicodeSets.Space;
            case 'S':
                return UnicodeSets.Space.Complement();
            case 'w':
                return UnicodeSets.Word;
            case 'W':
                return UnicodeSets.Word.Complement();
            case 'p' or 'P':
                return ReadProperty(isNegated: kind == 'P');
            case 'h':
                return UnicodeSets.HexDigit;
            case 'H':
                return UnicodeSets.HexDigit.Complement();
            default:
                return Cased(CodePointSet.Of(ReadEscapedCharacter(kind)));
        }
    }

    private int ReadEscapedCharacter(char kind)
    {
        switch (kind)
        {
            case 'a':
                return '\a';
            case 'e':
                return '\e';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return '\v';
            case 'x':
                return ReadHexadecimal(ShortHexLength);
            case 'u':
                return ReadHexadecimal(UnicodeLength);
            case 'U':
                return ReadHexadecimal(LongUnicodeLength);
            default:
                // Any ASCII punctuation may be escaped. Other characters have a special meaning or are reserved.
                if (!char.IsAscii(kind) || char.IsAsciiLetterOrDigit(kind) || char.IsControl(kind) || kind is '<' or '>')
                {
                    Fail(PatternVerdict.Unknown);
                }

                return kind;
        }
    }

    private int ReadHexadecimal(int length)
    {
        bool isBraced = TryTake("{");
        int end = isBraced ? _pattern.IndexOf('}', _position) : _position + length;
        if (end < 0
            || end > _pattern.Length
            || !int.TryParse(_pattern.AsSpan(_position, end - _position), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            || !Rune.IsValid(value))
        {
            Fail(PatternVerdict.Unknown);
            return 0;
        }

        _position = isBraced ? end + 1 : end;
        return value;
    }

    private CodePointSet ReadProperty(bool isNegated)
    {
        string name;
        if (TryTake("{"))
        {
            int end = _pattern.IndexOf('}', _position);
            name = end < 0 ? string.Empty : _pattern[_position..end];
            _position = end < 0 ? _position : end + 1;
            if (name.StartsWith('^'))
            {
                isNegated = !isNegated;
                name = name[1..];
            }
        }
        else
        {
            name = IsAtEnd ? string.Empty : _pattern[_position++].ToString();
        }

        CodePointSet? set = UnicodeSets.ByName(name);
        if (set is null)
        {
            Fail(PatternVerdict.Unknown);
            return CodePointSet.Empty;
        }

        set = Cased(set);
        return isNegated ? set.Complement() : set;
    }

    private PatternNode.Anchor ReadWordBoundary()
    {
        bool isNegated = _pattern[_position + 1] == 'B';
        _position += 2;
        if (TryTake("{"))
        {
            Fail(PatternVerdict.Unknown);
        }

        return new PatternNode.Anchor(isNegated ? PatternOperation.NoWordBoundary : PatternOperation.WordBoundary);
    }

    private PatternNode ReadBackreference()
    {
        _position++;
        int end = _position;
        while (end < _pattern.Length && char.IsAsciiDigit(_pattern[end]))
        {
            end++;
        }

        bool isNumber = int.TryParse(_pattern.AsSpan(_position, end - _position), NumberStyles.None, CultureInfo.InvariantCulture, out int group);
        _position = end;
        return ReferTo(isNumber ? group : 0);
    }

    private PatternNode ReadNamedBackreference()
    {
        _position += 2;
        if (!TryTake("<"))
        {
            Fail(PatternVerdict.Unknown);
            return PatternNode.Nothing;
        }

        return ReferTo(_groupNames.GetValueOrDefault(TakeName('>')));
    }

    /// <summary>Refers to an earlier group by its exact text. Other references differ between versions of the server's engine.</summary>
    private PatternNode ReferTo(int group)
    {
        if (group < 1 || group > _groups || _openGroups.Contains(group) || _flags.HasFlag(PatternFlags.IgnoreCase))
        {
            Fail(PatternVerdict.Unknown);
            return PatternNode.Nothing;
        }

        _needsBacktracking = true;
        return new PatternNode.Backreference(group);
    }
}
