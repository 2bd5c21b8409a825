using System.Text;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>Writes lines with LF, so that every machine generates the same bytes.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public CodeWriter Line(string line = "")
    {
        if (line.Length > 0)
        {
            _text.Append(' ', _depth * 4).Append(line);
        }

        _text.Append('\n');
        return this;
    }

    public CodeWriter Open(string line)
    {
        Line(line).Line("{");
        _depth++;
        return this;
    }

    public CodeWriter Close(string line = "}")
    {
        _depth--;
        return Line(line);
    }

    public override string ToString() => _text.ToString();
}
