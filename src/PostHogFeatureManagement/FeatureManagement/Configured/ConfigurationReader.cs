using System.Collections.Frozen;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.FeatureManagement.Configured;

/// <summary>Enumerates the configured flags, past those that cannot be read. What cannot be read is reported when it turns up, not every time. Thread-safe.</summary>
internal sealed class ConfigurationReader(IFeatureDefinitionProvider provider, ILogger logger)
{
    private volatile FrozenSet<string> _reported = [];
    private volatile bool _isBroken;

    /// <summary>Never throws but for the cancellation of the caller.</summary>
    public async Task<ConfigurationList> ReadAsync(CancellationToken cancellationToken)
    {
        var definitions = new List<FeatureDefinition>();
        try
        {
            await foreach (FeatureDefinition definition in provider.GetAllFeatureDefinitionsAsync().WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                if (!string.IsNullOrEmpty(definition?.Name))
                {
                    definitions.Add(definition);
                }
            }

            _isBroken = false;
            _reported = [];
            return new ConfigurationList(definitions, [], IsComplete: true);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            // One unreadable flag must neither stop the application's start nor hide the others.
            return MicrosoftInternals.ConfiguredNamesOf(provider) is { } names
                ? await ReadEachAsync(names).ConfigureAwait(false)
                : BreakOff(definitions, exception);
        }
    }

    private async Task<ConfigurationList> ReadEachAsync(IReadOnlyList<string> names)
    {
        FrozenSet<string> reported = _reported;
        var definitions = new List<FeatureDefinition>(names.Count);
        var unreadable = new List<string>();
        foreach (string name in names)
        {
            try
            {
                if (await provider.GetFeatureDefinitionAsync(name).ConfigureAwait(false) is { } definition)
                {
                    definitions.Add(definition);
                }
            }
            catch (Exception exception)
            {
                unreadable.Add(name);
                Report(name, exception, reported);
            }
        }

        _reported = unreadable.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        return new ConfigurationList(definitions, unreadable, IsComplete: true);
    }

    private void Report(string name, Exception exception, FrozenSet<string> reported)
    {
        // Microsoft's provider does not give out a flag of such a name, however well it is written.
        bool isOnlyTheName = exception is ArgumentException && name.Contains(ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
        if (!isOnlyTheName && !reported.Contains(name))
        {
            logger.ConfiguredFlagUnreadable(name, exception);
        }
    }

    private ConfigurationList BreakOff(List<FeatureDefinition> definitions, Exception exception)
    {
        if (!_isBroken)
        {
            _isBroken = true;
            logger.ConfigurationUnreadable(exception);
        }

        return new ConfigurationList(definitions, [], IsComplete: false);
    }
}
