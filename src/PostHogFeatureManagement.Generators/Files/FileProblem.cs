using Microsoft.CodeAnalysis;

namespace PostHogFeatureManagement.Generators.Files;

/// <param name="Rule">The rule.</param>
/// <param name="Place">Where.</param>
/// <param name="Argument">What the message is about.</param>
internal sealed record FileProblem(DiagnosticDescriptor Rule, FilePlace Place, string Argument)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Place.ToLocation(), Argument);
}
