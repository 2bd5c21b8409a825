using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Compiles fetched content and hands it to the store. It does not care who fetched it. The same bytes are compiled only once. Thread-safe.
/// </summary>
internal sealed class DefinitionsInstaller(DefinitionsStore store, IOptions<PostHogFeatureManagementOptions> options, ILogger<DefinitionsInstaller> logger)
{
    private readonly DefinitionsCompilerOptions _compilerOptions = CompilerOptions(options.Value.Definitions);
    private readonly DefinitionsReport _report = new(logger);
    private readonly Lock _installing = new();

    /// <summary>Installs what PostHog has just sent or confirmed. New bytes get a new generation.</summary>
    public DefinitionsInstallation InstallFromServer(DefinitionsContent content)
    {
        lock (_installing)
        {
            DefinitionsSnapshot? current = store.Latest;
            bool isKnown = current is { Generation: > 0 } && current.Content.Hash == content.Hash;
            return Install(content, isKnown ? current!.Generation : store.NextGeneration, DefinitionsSource.Server);
        }
    }

    /// <summary>Installs content unless the store has newer definitions.</summary>
    /// <param name="content">What was fetched.</param>
    /// <param name="generation">Its generation; 0 for content from a file.</param>
    /// <param name="source">Where it came from.</param>
    public DefinitionsInstallation Install(DefinitionsContent content, long generation, DefinitionsSource source)
    {
        lock (_installing)
        {
            DefinitionsSnapshot? current = store.Latest;
            if (current is not null && ReferenceEquals(current.Content, content) && current.Generation == generation && current.Source == source)
            {
                return default;
            }

            bool isSame = current is not null && current.Content.Hash == content.Hash;
            FlagSet? flags = isSame ? current!.FlagSet : null;
            if (flags is null)
            {
                DefinitionsCompilation compilation = DefinitionsCompiler.Compile(content.Body, _compilerOptions);
                flags = compilation.FlagSet;
                if (flags is null)
                {
                    return new DefinitionsInstallation(compilation.Error, HasChanged: false);
                }
            }

            var snapshot = new DefinitionsSnapshot(content, flags, generation, source);
            bool hasChanged = store.TryInstall(snapshot) && !isSame;
            if (hasChanged)
            {
                _report.Log(snapshot);
            }

            return new DefinitionsInstallation(Error: null, hasChanged);
        }
    }

    private static DefinitionsCompilerOptions CompilerOptions(PostHogDefinitionsOptions options) => new()
    {
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone),
        EvaluationContexts = [.. options.EvaluationContexts],
    };
}
