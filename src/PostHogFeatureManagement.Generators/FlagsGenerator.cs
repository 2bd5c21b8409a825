using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PostHogFeatureManagement.Generators.Files;
using PostHogFeatureManagement.Generators.Writing;

namespace PostHogFeatureManagement.Generators;

/// <summary>Generates a constant, an enumeration of variants and methods for each flag in the project's file with flags. Without a file it does nothing.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class FlagsGenerator : IIncrementalGenerator
{
    internal const string FilesStep = "FlagFiles";
    internal const string OutputStep = "Flags";
    internal const string FileName = "PostHogFlags.g.cs";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<FlagFile> files = context.AdditionalTextsProvider
            .Combine(context.AnalyzerConfigOptionsProvider)
            .Where(static pair => FileRoles.IsFlags(pair.Left, pair.Right))
            .Select(static (pair, cancellationToken) => Read(pair.Left, cancellationToken))
            .WithTrackingName(FilesStep);
        IncrementalValueProvider<GeneratorSettings> settings = context.AnalyzerConfigOptionsProvider
            .Select(static (AnalyzerConfigOptionsProvider options, CancellationToken _) => GeneratorSettings.Of(options.GlobalOptions));
        IncrementalValueProvider<GeneratedFlags> flags = files.Collect()
            .Combine(settings)
            .Select(static (pair, _) => GeneratedFlags.Of(pair.Left, pair.Right))
            .WithTrackingName(OutputStep);
        context.RegisterSourceOutput(flags, static (output, flags) => Write(output, flags));
    }

    private static FlagFile Read(AdditionalText file, CancellationToken cancellationToken) =>
        FlagFileReader.Read(file.Path, file.GetText(cancellationToken) ?? SourceText.From(string.Empty));

    private static void Write(SourceProductionContext output, GeneratedFlags flags)
    {
        foreach (FileProblem problem in flags.Problems)
        {
            output.ReportDiagnostic(problem.ToDiagnostic());
        }

        if (flags.Source is not null)
        {
            output.AddSource(FileName, SourceText.From(flags.Source, Encoding.UTF8));
        }
    }
}
