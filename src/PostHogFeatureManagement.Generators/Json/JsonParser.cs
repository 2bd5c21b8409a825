using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Json;

/// <summary>
/// Reads JSON with positions, and never throws. System.Text.Json cannot be used: a compiler may have another version of it loaded. Like .NET's configuration,
/// it accepts comments and trailing commas.
/// </summary>
internal sealed class JsonParser
{
    private const int MaxDepth = 64;

    private readonly string _text;
    private int _position;
    private bool _hasComma;
    private JsonError? _error;

    private JsonParser(string text) => _text = text;

    /// <returns>The value; null with an error.</returns>
    public static JsonValue? Parse(string text, out JsonError? error)
    {
        var parser = new JsonParser(text);
        JsonValue? value = parser.ReadValue(depth: 0);
        if (value is not null)
        {
            parser.SkipSpace();
            if (parser._position < text.Length)
            {
                value = parser.Fail("the end of the file");
            }
        }

        error = parser._error;
        return error is null ? value : null;
    }

    private JsonValue? ReadValue(int depth)
    {
        SkipSpace();
        return Peek() switch
        {
            '{' when depth < MaxDepth => ReadObject(depth),
            '[' when depth < MaxDepth => ReadArray(depth),
            '{' or '[' => Fail("at most 64 levels"),
            '"' => ReadString() is { } text ? Value(JsonKind.String, text.Span, text.Text) : null,
            't' => ReadWord("true", JsonKind.Boolean),
            'f' => ReadWord("false", JsonKind.Boolean),
            'n' => ReadWord("null", JsonKind.Null),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            _ => Fail("a value"),
        };
    }

    private JsonValue? ReadObject(int depth)
    {
        int start = _position++;
        var members = new List<JsonMember>();
        while (true)
        {
            SkipSpace();
            if (TrySkip('}'))
            {
                return new JsonValue(JsonKind.Object, SpanFrom(start), string.Empty, [], [.. members]);
            }

            if (members.Count > 0 && !_hasComma)
            {
                return Fail("a comma or }");
            }

            if (Peek() != '"')
            {
                return Fail("a name in quotation marks or }");
            }

            if (ReadString() is not { } name)
            {
                return null;
            }

            SkipSpace();
            if (!TrySkip(':'))
            {
                return Fail("a colon");
            }

            if (ReadValue(depth + 1) is not { } value)
            {
                return null;
            }

            members.Add(new JsonMember(name.Text, name.Span, value));
            SkipComma();
        }
    }

    private JsonValue? ReadArray(int depth)
    {
        int start = _position++;
        var items = new List<JsonValue>();
        while (true)
        {
            SkipSpace();
            if (TrySkip(']'))
            {
                return new JsonValue(JsonKind.Array, SpanFrom(start), string.Empty, [.. items], []);
            }

            if (items.Count > 0 && !_hasComma)
            {
                return Fail("a comma or ]");
            }

            if (ReadValue(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
            SkipComma();
        }
    }

    private void SkipComma()
    {
        SkipSpace();
        _hasComma = TrySkip(',');
    }

    private (string Text, TextSpan Span)? ReadString()
    {
        if (JsonString.TryRead(_text, _position, out string text, out int end))
        {
            TextSpan span = TextSpan.FromBounds(_position, end);
            _position = end;
            return (text, span);
        }

        _position = end;
        Fail("a string that ends on its line, without broken escapes");
        return null;
    }

    private JsonValue? ReadWord(string word, JsonKind kind)
    {
        if (string.CompareOrdinal(_text, _position, word, 0, word.Length) != 0)
        {
            return Fail("a value");
        }

        int start = _position;
        _position += word.Length;
        return Value(kind, SpanFrom(start), word);
    }

    private JsonValue? ReadNumber()
    {
        int start = _position;
        while (Peek() is '-' or '+' or '.' or 'e' or 'E' or (>= '0' and <= '9'))
        {
            _position++;
        }

        string text = _text.Substring(start, _position - start);
        return Numbers.TryParse(text, out _) ? Value(JsonKind.Number, SpanFrom(start), text) : Fail("a number");
    }

    private void SkipSpace()
    {
        while (_position < _text.Length)
        {
            if (_text[_position] is ' ' or '\t' or '\r' or '\n' or '\uFEFF')
            {
                _position++;
            }
            else if (!TrySkipComment())
            {
                return;
            }
        }
    }

    private bool TrySkipComment()
    {
        string? end = string.CompareOrdinal(_text, _position, "//", 0, 2) == 0 ? "\n"
            : string.CompareOrdinal(_text, _position, "/*", 0, 2) == 0 ? "*/"
            : null;
        if (end is null)
        {
            return false;
        }

        int found = _text.IndexOf(end, _position + 2, StringComparison.Ordinal);
        _position = found < 0 ? _text.Length : found + end.Length;
        return true;
    }

    private char Peek() => _position < _text.Length ? _text[_position] : '\0';

    private bool TrySkip(char character)
    {
        bool isThere = Peek() == character;
        _position += isThere ? 1 : 0;
        return isThere;
    }

    private TextSpan SpanFrom(int start) => TextSpan.FromBounds(start, _position);

    private static JsonValue Value(JsonKind kind, TextSpan span, string text) => new(kind, span, text, [], []);

    private JsonValue? Fail(string expected)
    {
        _error ??= new JsonError(Math.Min(_position, _text.Length), expected);
        return null;
    }
}
