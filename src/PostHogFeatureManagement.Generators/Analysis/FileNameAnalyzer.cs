using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PostHogFeatureManagement.Generators.Configuration;
using PostHogFeatureManagement.Generators.Files;
using PostHogFeatureManagement.Generators.Markup;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>Checks the names of features on pages, in views and components, and in the configuration.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FileNameAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics =>
        [Rules.UnknownFeature, Rules.OtherCase, Rules.UnknownVariant, Rules.ConstantFlag];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static context =>
        {
            if (CatalogReader.Read(context.Options, context.Compilation, context.CancellationToken) is { } known)
            {
                context.RegisterAdditionalFileAction(action => Analyze(action, known));
            }
        });
    }

    private static void Analyze(AdditionalFileAnalysisContext context, KnownFeatures known)
    {
        AdditionalText file = context.AdditionalFile;
        bool isMarkup = FileRoles.IsMarkup(file);
        if (!isMarkup && !FileRoles.IsConfiguration(file, context.Options.AnalyzerConfigOptionsProvider))
        {
            return;
        }

        if (file.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        Location LocationOf(TextSpan span) => FilePlace.Of(file.Path, text, span).ToLocation();
        IEnumerable<Diagnostic?> found = isMarkup
            ? MarkupScanner.Scan(text.ToString(), FileRoles.IsComponent(file)).SelectMany(use => Check(use, known, LocationOf))
            : ConfigurationReader.Read(text).Filters.SelectMany(use => Check(use, known, LocationOf));
        foreach (Diagnostic diagnostic in found.OfType<Diagnostic>())
        {
            context.ReportDiagnostic(diagnostic);
        }
    }

    private static IEnumerable<Diagnostic?> Check(MarkupUse use, KnownFeatures known, Func<TextSpan, Location> locationOf)
    {
        foreach (MarkupName feature in use.Features)
        {
            yield return NameReport.OfName(feature.Text, locationOf(feature.Span), known);
            yield return use.Variants.Count == 0 ? NameReport.OfConstantFlag(feature.Text, locationOf(feature.Span), known) : null;
        }

        foreach (MarkupName variant in use.Features.Count == 1 ? use.Variants : [])
        {
            yield return known.FlagWithout(variant.Text, use.Features[0].Text) is { } flag
                ? NameReport.OfVariant(variant.Text, flag, locationOf(variant.Span))
                : null;
        }
    }

    private static IEnumerable<Diagnostic?> Check(FilterUse use, KnownFeatures known, Func<TextSpan, Location> locationOf)
    {
        yield return known.IsUnknownToPostHog(use.Flag)
            ? NameReport.Unknown(use.Flag, locationOf(use.FlagSpan), known.NearestFlagTo(use.Flag), known)
            : null;
        yield return use.Variant is { } variant && known.FlagOf(use.Flag) is { } flag && !flag.HasVariant(variant)
            ? NameReport.OfVariant(variant, flag, locationOf(use.VariantSpan))
            : null;
    }
}
