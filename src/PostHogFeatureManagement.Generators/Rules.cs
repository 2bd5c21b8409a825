using Microsoft.CodeAnalysis;

namespace PostHogFeatureManagement.Generators;

/// <summary>The diagnostics. An id is never reused.</summary>
internal static class Rules
{
    private const string Category = "PostHog";

    public static readonly DiagnosticDescriptor FileUnreadable = new(
        "PHFM001", "The file with flags cannot be read", "The file with flags cannot be read: {0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor SameIdentifier = new(
        "PHFM002", "Two flags or variants give one identifier", "{0}", Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor FileHoldsSecrets = new(
        "PHFM003", "The file with flags holds more than typed flags need", "{0}", Category, DiagnosticSeverity.Error, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownFeature = new(
        "PHFM010", "The feature is unknown", "'{0}' is neither a flag of PostHog nor a configured feature{1}", Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor OtherCase = new(
        "PHFM011", "The feature's name differs in case", "The feature is called '{1}', not '{0}'", Category, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor UnknownVariant = new(
        "PHFM012", "The variant is unknown", "'{0}' is not a variant of the flag '{1}', which has {2}", Category, DiagnosticSeverity.Warning, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor LiteralName = new(
        "PHFM013", "A constant exists for the feature's name", "Use the constant {1} instead of '{0}'", Category, DiagnosticSeverity.Hidden, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor ConstantFlag = new(
        "PHFM014", "The flag is the same for everyone", "The flag '{0}' is {1} for everyone, so the check can be removed", Category, DiagnosticSeverity.Info, isEnabledByDefault: true);

    public static readonly DiagnosticDescriptor GateBeforeUser = new(
        "PHFM015",
        "The feature is checked before the user is known",
        "{0} before {1}. Move the call after it.",
        Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true);
}
