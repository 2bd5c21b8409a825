namespace PostHogFeatureManagement.Generators.Markup;

/// <summary>
/// Finds <c>&lt;feature&gt;</c> on pages and views, and <c>&lt;PostHogFeature&gt;</c> in components. The code that Razor generates does not show these names,
/// so the text is read. Values that are code are left out.
/// </summary>
internal sealed class MarkupScanner
{
    private readonly string _text;
    private readonly string _tag;
    private readonly StringComparison _comparison;
    private readonly List<MarkupUse> _uses = [];

    private MarkupScanner(string text, bool isComponent)
    {
        _text = text;
        _tag = isComponent ? "PostHogFeature" : "feature";
        _comparison = isComponent ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
    }

    public static IReadOnlyList<MarkupUse> Scan(string text, bool isComponent)
    {
        var scanner = new MarkupScanner(text, isComponent);
        scanner.Scan();
        return scanner._uses;
    }

    private void Scan()
    {
        for (int position = 0; position < _text.Length;)
        {
            position = _text[position] switch
            {
                '@' when StartsWith(position, "@*") => After("*@", position + 2),
                '<' when StartsWith(position, "<!--") => After("-->", position + 4),
                '<' when IsTag(position + 1) => ReadTag(position + 1 + _tag.Length),
                _ => position + 1,
            };
        }
    }

    private bool IsTag(int position)
    {
        int end = position + _tag.Length;
        return string.Compare(_text, position, _tag, 0, _tag.Length, _comparison) == 0
            && end < _text.Length
            && (char.IsWhiteSpace(_text[end]) || _text[end] is '>' or '/');
    }

    /// <returns>The position behind the tag.</returns>
    private int ReadTag(int position)
    {
        var attributes = new TagAttributes(_text, position);
        IReadOnlyList<MarkupName> features = [];
        IReadOnlyList<MarkupName> variants = [];
        while (attributes.MoveNext())
        {
            if (attributes.IsNamed("name", _comparison == StringComparison.Ordinal))
            {
                features = attributes.Names();
            }
            else if (attributes.IsNamed("variant", _comparison == StringComparison.Ordinal))
            {
                variants = attributes.Names();
            }
        }

        _uses.Add(new MarkupUse(features, variants));
        return attributes.Position;
    }

    private bool StartsWith(int position, string text) => string.CompareOrdinal(_text, position, text, 0, text.Length) == 0;

    private int After(string end, int position)
    {
        int found = _text.IndexOf(end, Math.Min(position, _text.Length), StringComparison.Ordinal);
        return found < 0 ? _text.Length : found + end.Length;
    }
}
