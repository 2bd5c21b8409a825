using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace PostHogFeatureManagement.Generators.Writing;

/// <summary>Makes C# identifiers of any text.</summary>
internal static class Identifier
{
    /// <summary>In Pascal case: <c>new-checkout</c> gives <c>NewCheckout</c>. Empty when the text has nothing that can stand in an identifier.</summary>
    public static string Pascal(string text)
    {
        var identifier = new StringBuilder(text.Length);
        bool startsWord = true;
        foreach (char character in text)
        {
            if (character == '_' || !IsPart(character))
            {
                startsWord = true;
                continue;
            }

            if (identifier.Length == 0 && !SyntaxFacts.IsIdentifierStartCharacter(character))
            {
                identifier.Append('_');
            }

            identifier.Append(startsWord ? char.ToUpperInvariant(character) : character);
            startsWord = false;
        }

        return identifier.ToString();
    }

    /// <summary>Replaces what cannot stand in an identifier. The case stays.</summary>
    public static string Clean(string text)
    {
        var identifier = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            identifier.Append(IsPart(character) ? character : '_');
        }

        if (identifier.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(identifier[0]))
        {
            identifier.Insert(0, '_');
        }

        return Escape(identifier.ToString());
    }

    /// <summary>A namespace of cleaned parts. Empty for the global one.</summary>
    public static string CleanNamespace(string text)
    {
        string[] parts = text.Split(['.'], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(".", parts.Select(static part => Clean(part.Trim())));
    }

    private static string Escape(string identifier) => SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : $"@{identifier}";

    // The compiler ignores format characters in identifiers, so two that differ only in these are the same.
    private static bool IsPart(char character) =>
        SyntaxFacts.IsIdentifierPartCharacter(character) && CharUnicodeInfo.GetUnicodeCategory(character) != UnicodeCategory.Format;
}
