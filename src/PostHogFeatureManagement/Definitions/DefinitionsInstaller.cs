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
    private (string Hash, FlagSet Flags)? _compiled;

    /// <summary>Why the content cannot be used; null when it can.</summary>
    public string? ProblemOf(DefinitionsContent content)
    {
        lock (_installing)
        {
            return Compile_NeedsLock(content, out _);
        }
    }

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
    /// <param name="storedGeneration">For content from a file, the generation that it had when it was written.</param>
    /// <param name="isAlone">Whether it could not be shared.</param>
    public DefinitionsInstallation Install(
        DefinitionsContent content, long generation, DefinitionsSource source, long storedGeneration = 0, bool isAlone = false)
    {
        lock (_installing)
        {
            DefinitionsSnapshot? current = store.Latest;
            if (current is not null && ReferenceEquals(current.Content, content) && current.Generation == generation && current.Source == source
                && current.IsAlone == isAlone)
            {
                return default;
            }

            if (Compile_NeedsLock(content, out FlagSet? flags) is { } error)
            {
                return new DefinitionsInstallation(error, HasChanged: false);
            }

            bool isSame = current is not null && current.Content.Hash == content.Hash;
            var snapshot = new DefinitionsSnapshot(content, flags!, generation, source) { StoredGeneration = storedGeneration, IsAlone = isAlone };
            bool hasChanged = store.TryInstall(snapshot) && !isSame;
            if (hasChanged)
            {
                _report.Log(snapshot);
            }

            return new DefinitionsInstallation(Error: null, hasChanged);
        }
    }

    private string? Compile_NeedsLock(DefinitionsContent content, out FlagSet? flags)
    {
        flags = store.Latest is { } current && current.Content.Hash == content.Hash
            ? current.FlagSet
            : _compiled is { } known && known.Hash == content.Hash ? known.Flags : null;
        if (flags is not null)
        {
            return null;
        }

        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(content.Body, _compilerOptions);
        flags = compilation.FlagSet;
        _compiled = flags is null ? _compiled : (content.Hash, flags);
        return compilation.Error;
    }

    private static DefinitionsCompilerOptions CompilerOptions(PostHogDefinitionsOptions options) => new()
    {
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone),
        EvaluationContexts = [.. options.EvaluationContexts],
    };
}
