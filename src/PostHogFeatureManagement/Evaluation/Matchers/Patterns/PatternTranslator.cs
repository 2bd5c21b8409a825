using System.Globalization;
using System.Text;

namespace PostHogFeatureManagement.Evaluation.Matchers.Patterns;

/// <summary>
/// Reads a pattern in the server's dialect, Rust's fancy-regex, and writes it in .NET's (protocol §6.6). Characters become explicit classes, so that .NET's
/// tables do not decide what a letter is. A pattern that might mean something else in .NET is left to the server.
/// </summary>
internal sealed partial class PatternTranslator
{
    private const int MaxRepeats = 1000;
    private const int MaxDepth = 50;

    private readonly string _pattern;
    private readonly PatternAlphabet _alphabet;
    private readonly StringBuilder _output = new();
    private readonly Dictionary<string, int> _groupNames = new(StringComparer.Ordinal);
    private PatternVerdict _verdict = PatternVerdict.Understood;
    private PatternFlags _flags;
    private int _position;
    private int _depth;
    private int _groups;
    private bool _needsBacktracking;

    private PatternTranslator(string pattern, PatternAlphabet alphabet)
    {
        _pattern = pattern;
        _alphabet = alphabet;
    }

    private bool IsAtEnd => _position >= _pattern.Length;

    private bool HasFailed => _verdict != PatternVerdict.Understood;

    /// <param name="pattern">The pattern as stored in the flag.</param>
    /// <param name="alphabet">The characters that occur in the texts to search.</param>
    public static PatternTranslation Translate(string pattern, PatternAlphabet alphabet)
    {
        var translator = new PatternTranslator(pattern, alphabet);
        translator.ReadAlternatives();
        if (!translator.IsAtEnd)
        {
            translator.Fail(PatternVerdict.Invalid);
        }

        string text = translator.HasFailed ? string.Empty : translator._output.ToString();
        return new PatternTranslation(translator._verdict, text, translator._needsBacktracking);
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
    private void ReadAlternatives()
    {
        while (!IsAtEnd && _pattern[_position] != ')')
        {
            int start = _output.Length;
            switch (_pattern[_position])
            {
                case '|':
                    _position++;
                    _output.Append('|');
                    break;
                case '*' or '+' or '?':
                    Fail(PatternVerdict.Invalid);
                    break;
                default:
                    bool canRepeat = ReadAtom();
                    ReadQuantifier(start, canRepeat);
                    break;
            }
        }
    }

    /// <summary>Reads one atom. Returns false if no quantifier may follow it.</summary>
    private bool ReadAtom()
    {
        switch (_pattern[_position])
        {
            case '(':
                return ReadGroup();
            case '[':
                _position++;
                EmitSet(ReadClass());
                return true;
            case '\\':
                return ReadEscape();
            case '.':
                _position++;
                EmitSet(_flags.HasFlag(PatternFlags.DotMatchesNewline) ? CodePointSet.All : CodePointSet.Of('\n').Complement());
                return true;
            case '^':
                _position++;
                _output.Append(_flags.HasFlag(PatternFlags.Multiline) ? "(?m:^)" : "\\A");
                return false;
            case '$':
                // Matches only at the very end of the text. .NET's $ also matches before a final line feed.
                _position++;
                _output.Append(_flags.HasFlag(PatternFlags.Multiline) ? "(?m:$)" : "\\z");
                return false;
            case '{':
                Fail(PatternVerdict.Unknown);
                return false;
            default:
                EmitSet(Cased(CodePointSet.Of(TakeCodePoint())));
                return true;
        }
    }

    private void EmitSet(CodePointSet set) => PatternEmitter.Emit(set, _alphabet, _output);

    private CodePointSet Cased(CodePointSet set) => _flags.HasFlag(PatternFlags.IgnoreCase) ? CaseFolding.Close(set) : set;

    private void ReadQuantifier(int atomStart, bool canRepeat)
    {
        if (IsAtEnd || HasFailed || _pattern[_position] is not ('*' or '+' or '?' or '{'))
        {
            return;
        }

        if (!canRepeat)
        {
            // The dialects disagree on repeated anchors and lookarounds.
            Fail(PatternVerdict.Unknown);
            return;
        }

        string? quantifier = TakeQuantifier();
        if (quantifier is null)
        {
            return;
        }

        _output.Append(quantifier);
        _hasVariableLength = true;
        if (TryTake("?"))
        {
            _output.Append('?');
        }
        else if (TryTake("+"))
        {
            _needsBacktracking = true;
            _output.Insert(atomStart, "(?>").Append(')');
        }

        if (!IsAtEnd && _pattern[_position] is '*' or '+' or '?')
        {
            Fail(PatternVerdict.Invalid);
        }
        else if (!IsAtEnd && _pattern[_position] == '{')
        {
            Fail(PatternVerdict.Unknown);
        }
    }

    private string? TakeQuantifier()
    {
        char sign = _pattern[_position++];
        if (sign != '{')
        {
            return sign.ToString();
        }

        int end = _pattern.IndexOf('}', _position);
        string[] bounds = end < 0 ? [] : _pattern[_position..end].Split(',');
        if (bounds.Length is 0 or > 2 || !TryReadCount(bounds[0], out int least))
        {
            Fail(PatternVerdict.Unknown);
            return null;
        }

        int most = least;
        bool isOpen = bounds.Length == 2 && bounds[1].Length == 0;
        if (bounds.Length == 2 && !isOpen && !TryReadCount(bounds[1], out most))
        {
            Fail(PatternVerdict.Unknown);
            return null;
        }

        if (most < least)
        {
            Fail(PatternVerdict.Invalid);
            return null;
        }

        string text = _pattern[(_position - 1)..(end + 1)];
        _position = end + 1;
        return text;
    }

    private static bool TryReadCount(string text, out int count) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count <= MaxRepeats;
}
