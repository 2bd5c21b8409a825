using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Markup;

/// <summary>The attributes of one tag, one after the other.</summary>
internal sealed class TagAttributes(string text, int start)
{
    private string _name = string.Empty;
    private TextSpan _value;

    public int Position { get; private set; } = start;

    public bool MoveNext()
    {
        while (Position < text.Length && (char.IsWhiteSpace(text[Position]) || text[Position] == '/'))
        {
            Position++;
        }

        if (Position >= text.Length || text[Position] is '>' or '<')
        {
            return false;
        }

        int begin = Position;
        while (Position < text.Length && !char.IsWhiteSpace(text[Position]) && text[Position] is not ('=' or '>' or '/'))
        {
            Position++;
        }

        _name = text.Substring(begin, Position - begin);
        ReadValue();
        Position = Math.Max(Position, begin + 1);
        return true;
    }

    /// <param name="name">In lower case.</param>
    /// <param name="isProperty">Whether it is the property of a component, which is written in Pascal case.</param>
    public bool IsNamed(string name, bool isProperty) =>
        isProperty ? _name == char.ToUpperInvariant(name[0]) + name.Substring(1) : _name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>The names in the value, which commas separate. None when the value is code.</summary>
    public IReadOnlyList<MarkupName> Names()
    {
        string value = text.Substring(_value.Start, _value.Length);
        if (value.IndexOfAny(['@', '&']) >= 0)
        {
            return [];
        }

        var names = new List<MarkupName>();
        int begin = _value.Start;
        foreach (string part in value.Split(','))
        {
            string name = part.Trim();
            if (name.Length > 0)
            {
                names.Add(new MarkupName(name, new TextSpan(begin + part.IndexOf(name, StringComparison.Ordinal), name.Length)));
            }

            begin += part.Length + 1;
        }

        return names;
    }

    private void ReadValue()
    {
        _value = new TextSpan(Position, 0);
        int equals = Position;
        while (equals < text.Length && char.IsWhiteSpace(text[equals]))
        {
            equals++;
        }

        if (equals >= text.Length || text[equals] != '=')
        {
            return;
        }

        Position = equals + 1;
        while (Position < text.Length && char.IsWhiteSpace(text[Position]))
        {
            Position++;
        }

        if (Position >= text.Length)
        {
            return;
        }

        char quote = text[Position];
        bool isQuoted = quote is '"' or '\'';
        int begin = isQuoted ? ++Position : Position;
        while (Position < text.Length && (isQuoted ? text[Position] != quote : !char.IsWhiteSpace(text[Position]) && text[Position] != '>'))
        {
            Position++;
        }

        _value = TextSpan.FromBounds(begin, Position);
        Position += isQuoted && Position < text.Length ? 1 : 0;
    }
}
