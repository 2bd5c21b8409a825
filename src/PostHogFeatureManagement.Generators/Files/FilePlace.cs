using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Files;

/// <summary>A place in a file. Unlike a <see cref="Location"/>, it keeps no syntax tree alive and compares by value.</summary>
internal sealed record FilePlace(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static FilePlace Of(string path, SourceText text, TextSpan span) => new(path, span, text.Lines.GetLinePositionSpan(span));

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
