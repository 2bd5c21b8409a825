using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions.Sources;

/// <summary>
/// The files that an application can start from: the last good definitions, else those deployed with it. They are installed before the first poll with the
/// generation 0, so whatever PostHog or another instance has replaces them, and a file that is still current costs only a conditional request.
/// </summary>
internal sealed class DefinitionsFiles
{
    private const string LastGoodName = $"{nameof(PostHogFeatureManagementOptions.Definitions)}:{nameof(PostHogDefinitionsOptions.LastGoodFile)}";
    private const string BootstrapName = $"{nameof(PostHogFeatureManagementOptions.Definitions)}:{nameof(PostHogDefinitionsOptions.BootstrapFile)}";
    private const string OfflineName = $"{nameof(PostHogFeatureManagementOptions.Definitions)}:{nameof(PostHogDefinitionsOptions.Offline)}";

    private readonly PostHogFeatureManagementOptions _options;
    private readonly DefinitionsStore _store;
    private readonly DefinitionsInstaller _installer;
    private readonly PostHogSwitch _posthog;
    private readonly FailureText _text;
    private readonly ILogger<DefinitionsFiles> _logger;
    private readonly ValueCipher _cipher;
    private readonly string _root;
    private readonly string _project;
    private readonly LastGoodFile? _lastGood;

    public DefinitionsFiles(
        DefinitionsStore store,
        DefinitionsInstaller installer,
        IOptions<PostHogFeatureManagementOptions> options,
        PostHogSwitch posthog,
        FailureText text,
        ValueCipher cipher,
        ILogger<DefinitionsFiles> logger,
        IHostEnvironment? environment = null)
    {
        _options = options.Value;
        _store = store;
        _installer = installer;
        _posthog = posthog;
        _text = text;
        _cipher = cipher;
        _logger = logger;
        _root = environment?.ContentRootPath ?? Directory.GetCurrentDirectory();
        _project = DefinitionsFileFormat.ProjectOf(PostHogProject.Of(_options).Token);
        if ((_options.PollsDefinitions || _options.Definitions.Offline) && _options.Definitions.LastGoodFile is { Length: > 0 } lastGood)
        {
            _lastGood = new LastGoodFile(Path.Combine(_root, lastGood), _text.PathOf(LastGoodName), _project, cipher, logger);
        }
    }

    /// <summary>Has the definitions in use written to the last-good file, if they are others than those in it. Returns at once.</summary>
    public void Keep() => _lastGood?.Keep(_store.Latest);

    /// <summary>Completes when the last good definitions are in their file.</summary>
    public Task Written => _lastGood?.Written ?? Task.CompletedTask;

    /// <summary>Installs the content of the best file there is, also while PostHog is switched off: it may be switched on later.</summary>
    /// <exception cref="OptionsValidationException">
    /// PostHog is switched on, and the bootstrap file cannot be used, or the application is offline and there is no file.
    /// </exception>
    public async Task InstallAsync(CancellationToken cancellationToken)
    {
        // The bootstrap file is checked even when it is not needed, so that a broken deployment is not found out in an outage.
        await InstallBootstrapAsync(cancellationToken).ConfigureAwait(false);
        await InstallLastGoodAsync(cancellationToken).ConfigureAwait(false);
        if (_options.Definitions.Offline && !_store.HasDefinitions)
        {
            FailIfOn(
                OfflineName,
                "needs a file of this project that can be used",
                $"{_text.PathOf(OfflineName)} is true, but there are no definitions: neither {_text.PathOf(LastGoodName)} nor {_text.PathOf(BootstrapName)} names a "
                + "file of this project that can be used. Export definitions with IPostHogDefinitions.ExportAsync where PostHog can be reached.");
        }
    }

    private async Task InstallBootstrapAsync(CancellationToken cancellationToken)
    {
        if (_options.Definitions.BootstrapFile is not { Length: > 0 } path)
        {
            return;
        }

        DefinitionsFileContent content = await DefinitionsFile.ReadAsync(Path.Combine(_root, path), _cipher, cancellationToken).ConfigureAwait(false);
        if (TryInstall(content, DefinitionsSource.Bootstrap, BootstrapName) is { } problem)
        {
            FailIfOn(
                BootstrapName,
                problem,
                $"{_text.PathOf(BootstrapName)} names the file '{path}', which {problem}. Write it again with IPostHogDefinitions.ExportAsync, or remove the setting.");
        }
    }

    private async Task InstallLastGoodAsync(CancellationToken cancellationToken)
    {
        if (_lastGood is null)
        {
            return;
        }

        DefinitionsFileContent content = await _lastGood.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (TryInstall(content, DefinitionsSource.File, LastGoodName) is { } problem && !content.IsMissing)
        {
            _logger.DefinitionsFileRefused(_text.PathOf(LastGoodName), problem);
        }
    }

    /// <returns>Why the content cannot be used. Null when it is in use, and when it was refused because it is another project's, which is logged.</returns>
    private string? TryInstall(DefinitionsFileContent content, DefinitionsSource source, string setting)
    {
        if (content.Definitions is not { } definitions)
        {
            return content.Problem;
        }

        if (definitions.Project is { } project && project != _project)
        {
            _logger.DefinitionsFileRefused(_text.PathOf(setting), "holds the definitions of another project");
            return null;
        }

        return _installer.Install(definitions.Content, generation: 0, source, definitions.Generation).Error is { } error ? $"cannot be used: {error.TrimEnd('.')}" : null;
    }

    /// <summary>An application that starts with PostHog switched off must not fail because of PostHog. It only logs the problem.</summary>
    private void FailIfOn(string setting, string problem, string message)
    {
        if (_posthog.IsOn)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(PostHogFeatureManagementOptions), [message]);
        }

        _logger.DefinitionsFileRefused(_text.PathOf(setting), problem);
    }
}
