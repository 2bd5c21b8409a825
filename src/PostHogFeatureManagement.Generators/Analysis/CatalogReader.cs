using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using PostHogFeatureManagement.Generators.Configuration;
using PostHogFeatureManagement.Generators.Files;
using PostHogFeatureManagement.Generators.Writing;

namespace PostHogFeatureManagement.Generators.Analysis;

/// <summary>Collects the known features of a compilation. What a file says is kept as long as the compiler keeps its text.</summary>
internal static class CatalogReader
{
    private static readonly ConditionalWeakTable<SourceText, FlagFile> Flags = new();
    private static readonly ConditionalWeakTable<SourceText, ConfigurationFile> Configuration = new();

    /// <returns>Null when the project has no file with flags. Then nothing is analyzed.</returns>
    public static KnownFeatures? Read(AnalyzerOptions options, Compilation compilation, CancellationToken cancellationToken)
    {
        AnalyzerConfigOptionsProvider settings = options.AnalyzerConfigOptionsProvider;
        List<FlagFile> flags = [];
        List<ConfigurationFile> configuration = [];
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            bool isFlags = FileRoles.IsFlags(file, settings);
            if ((!isFlags && !FileRoles.IsConfiguration(file, settings)) || file.GetText(cancellationToken) is not { } text)
            {
                continue;
            }

            if (isFlags)
            {
                flags.Add(Flags.GetValue(text, _ => FlagFileReader.Read(file.Path, text)));
            }
            else
            {
                configuration.Add(Configuration.GetValue(text, ConfigurationReader.Read));
            }
        }

        return flags.Count == 0
            ? null
            : new KnownFeatures(flags, configuration, new FlagConstants(compilation, GeneratorSettings.Of(settings.GlobalOptions)));
    }
}
