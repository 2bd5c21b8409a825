using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>Puts texts from outside into code. Whatever they contain, they stay what they are.</summary>
internal static class CodeText
{
    private const int LongestComment = 200;

    public static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>One line of a documentation comment.</summary>
    public static string Comment(string text)
    {
        var comment = new StringBuilder();
        foreach (char character in text.Length <= LongestComment ? text : text.Substring(0, LongestComment - 1) + "…")
        {
            comment.Append(character switch
            {
                '<' => "&lt;",
                '>' => "&gt;",
                '&' => "&amp;",
                _ when IsOdd(character) => " ",
                _ => character.ToString(),
            });
        }

        return comment.ToString().Trim();
    }

    // Line separators end a comment, and XML has no control characters.
    private static bool IsOdd(char character) =>
        CharUnicodeInfo.GetUnicodeCategory(character) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.Format;
}
