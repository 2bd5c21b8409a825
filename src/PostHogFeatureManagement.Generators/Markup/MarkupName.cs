using Microsoft.CodeAnalysis.Text;

namespace PostHogFeatureManagement.Generators.Markup;

/// <summary>A name in an attribute, and where it stands.</summary>
internal readonly record struct MarkupName(string Text, TextSpan Span);
