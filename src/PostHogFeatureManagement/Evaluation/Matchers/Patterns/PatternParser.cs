using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>
/// Reads a pattern in the server's dialect, Rust's fancy-regex (protocol §6.6). A pattern whose meaning differs between versions of the server, or that this
/// library does not know, is left to the server.
/// </summary>
internal sealed partial class PatternParser
{
    /// <summary>The most ranges of code points that the classes of one pattern may have, all told. <c>\w</c> alone has some 770.</summary>
    public const int MaxRanges = 200_000;

    private const int MaxRepeats = 1000;
    private const int MaxDepth = 50;

    private readonly string _pattern;
    private readonly Dictionary<string, int> _groupNames = new(StringComparer.Ordinal);
    private PatternVerdict _verdict = PatternVerdict.Understood;
    private PatternFlags _flags;
    private int _position;
    private int _depth;
    private int _groups;
    private int _ranges;
    private bool _needsBacktracking;
    private bool _swapsGreed;

    private PatternParser(string pattern) => _pattern = pattern;

    private bool IsAtEnd => _position >= _pattern.Length;

    private bool HasFailed => _verdict != PatternVerdict.Understood;

    public static PatternSyntax Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        PatternNode root = parser.ReadAlternatives();
        if (!parser.IsAtEnd)
        {
            parser.Fail(PatternVerdict.Invalid);
        }

        // Which of several matches comes first matters only where the choice is final.
        if (parser._swapsGreed && parser._needsBacktracking)
        {
            parser.Fail(PatternVerdict.Unknown);
        }

        return new PatternSyntax(parser._verdict, root, parser._needsBacktracking, parser._groups);
    }

    private void Fail(PatternVerdict verdict)
    {
        _verdict = HasFailed ? _verdict : verdict;
        _position = _pattern.Length;
    }

    private bool TryTake(string expected)
    {
        if (string.CompareOrdinal(_pattern, _position, expected, 0, expected.Length) != 0)
        {
            return false;
        }

        _position += expected.Length;
        return true;
    }

    private int TakeCodePoint()
    {
        if (Rune.TryGetRuneAt(_pattern, _position, out Rune rune))
        {
            _position += rune.Utf16SequenceLength;
            return rune.Value;
        }

        Fail(PatternVerdict.Unknown);
        return 0;
    }

    /// <summary>Reads up to a closing parenthesis or the end.</summary>
    private PatternNode ReadAlternatives()
    {
        var alternatives = new List<PatternNode>();
        var sequence = new List<PatternNode>();
        while (!IsAtEnd && _pattern[_position] != ')')
        {
            switch (_pattern[_position])
            {
                case '|':
                    _position++;
                    alternatives.Add(new PatternNode.Sequence([.. sequence]));
                    sequence.Clear();
                    break;
                case '*' or '+' or '?':
                    Fail(PatternVerdict.Invalid);
                    break;
                default:
                    PatternNode atom = ReadAtom(out bool canRepeat);
                    sequence.Add(ReadQuantifier(atom, canRepeat));
                    break;
            }
        }

        var last = new PatternNode.Sequence([.. sequence]);
        return alternatives.Count == 0 ? last : new PatternNode.Alternatives([.. alternatives, last]);
    }

    /// <summary>Reads one atom, and whether a quantifier may follow it.</summary>
    private PatternNode ReadAtom(out bool canRepeat)
    {
        canRepeat = true;
        switch (_pattern[_position])
        {
            case '(':
                return ReadGroup(out canRepeat);
            case '[':
                _position++;
                return new PatternNode.Characters(ReadClass());
            case '\\':
                return ReadEscape(out canRepeat);
            case '.':
                _position++;
                return new PatternNode.Characters(_flags.HasFlag(PatternFlags.DotMatchesNewline) ? CodePointSet.All : UnicodeSets.NoLineFeed);
            case '^':
                _position++;
                canRepeat = false;
                return new PatternNode.Anchor(_flags.HasFlag(PatternFlags.Multiline) ? PatternOperation.LineStart : PatternOperation.TextStart);
            case '$':
                _position++;
                canRepeat = false;
                return new PatternNode.Anchor(_flags.HasFlag(PatternFlags.Multiline) ? PatternOperation.LineEnd : PatternOperation.TextEnd);
            case '{':
                Fail(PatternVerdict.Unknown);
                return PatternNode.Nothing;
            default:
                return new PatternNode.Characters(Cased(CodePointSet.Of(TakeCodePoint())));
        }
    }

    private CodePointSet Cased(CodePointSet set) => _flags.HasFlag(PatternFlags.IgnoreCase) ? Counted(CaseFolding.Close(set)) : set;

    /// <summary>Counts what working out a set has cost.</summary>
    private CodePointSet Counted(CodePointSet set)
    {
        _ranges += set.Ranges.Length;
        if (_ranges > MaxRanges)
        {
            Fail(PatternVerdict.TooLarge);
        }

        return set;
    }

    private PatternNode ReadQuantifier(PatternNode atom, bool canRepeat)
    {
        if (IsAtEnd || HasFailed || _pattern[_position] is not ('*' or '+' or '?' or '{'))
        {
            return atom;
        }

        if (!canRepeat)
        {
            // The dialects disagree on repeated anchors and lookarounds.
            Fail(PatternVerdict.Unknown);
            return atom;
        }

        if (!TryTakeQuantifier(out int least, out int? most))
        {
            return atom;
        }

        bool isLazy = TryTake("?");
        bool isPossessive = !isLazy && TryTake("+");
        if (!IsAtEnd && _pattern[_position] is '*' or '+' or '?')
        {
            Fail(PatternVerdict.Invalid);
        }
        else if (!IsAtEnd && _pattern[_position] == '{')
        {
            Fail(PatternVerdict.Unknown);
        }

        var repeat = new PatternNode.Repeat(atom, least, most, isLazy);
        _needsBacktracking |= isPossessive;
        return isPossessive ? new PatternNode.Atomic(repeat) : repeat;
    }

    private bool TryTakeQuantifier(out int least, out int? most)
    {
        char sign = _pattern[_position++];
        (least, most) = sign switch
        {
            '*' => (0, (int?)null),
            '+' => (1, null),
            _ => (0, 1),
        };
        return sign != '{' || TryTakeCounts(out least, out most);
    }

    private bool TryTakeCounts(out int least, out int? most)
    {
        least = 0;
        most = null;
        int end = _pattern.IndexOf('}', _position);
        string[] bounds = end < 0 ? [] : _pattern[_position..end].Split(',');
        if (bounds.Length is 0 or > 2 || !TryReadCount(bounds[0], out least))
        {
            Fail(PatternVerdict.Unknown);
            return false;
        }

        int upper = least;
        bool isOpen = bounds.Length == 2 && bounds[1].Length == 0;
        if (bounds.Length == 2 && !isOpen && !TryReadCount(bounds[1], out upper))
        {
            Fail(PatternVerdict.Unknown);
            return false;
        }

        if (upper < least)
        {
            Fail(PatternVerdict.Invalid);
            return false;
        }

        most = isOpen ? null : upper;
        _position = end + 1;
        return true;
    }

    private static bool TryReadCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= MaxRepeats;
}
