using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.FeatureManagement.Configured;

namespace PostHogFeatureManagement.AspNetCore.Gates;

/// <summary>
/// Warns once, when the application has started and has definitions, about gates whose feature neither PostHog nor the configuration knows. While PostHog's
/// servers may know more flags than this process does, nothing can be said.
/// </summary>
internal sealed class UnknownGates(
    IServiceProvider services,
    DefinitionsStore store,
    ConfigurationCatalog catalog,
    PostHogSwitch posthog,
    IOptions<PostHogFeatureManagementOptions> options,
    ILogger<UnknownGates> logger) : StartedService
{
    private readonly bool _mayBeElsewhere = options.Value.Definitions.AskForMissing;
    private int _hasBegun;

    /// <summary>Whether the gates are being compared, or have been.</summary>
    public bool HasBegun => Volatile.Read(ref _hasBegun) != 0;

    public bool HasCompared { get; private set; }

    protected override Task ActAsync(CancellationToken cancellationToken)
    {
        if (!_mayBeElsewhere)
        {
            store.Changed += (_, _) => CompareOnce();
            CompareOnce();
        }

        return Task.CompletedTask;
    }

    // Neither the start nor the poller, which calls this, waits for it.
    private void CompareOnce()
    {
        if (posthog.IsOn && store.Latest is { } definitions && Interlocked.Exchange(ref _hasBegun, 1) == 0)
        {
            _ = Task.Run(() => CompareAsync(definitions));
        }
    }

    private async Task CompareAsync(DefinitionsSnapshot definitions)
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string name in await GateNames.FindAsync(services).ConfigureAwait(false))
        {
            if (!definitions.FlagSet.TryGetFlagIgnoringCase(name, out _) && !await catalog.MayKnowAsync(name).ConfigureAwait(false))
            {
                unknown.Add(name);
            }
        }

        if (unknown.Count > 0)
        {
            logger.GatesOfUnknownFeatures(string.Join(", ", unknown));
        }

        HasCompared = true;
    }
}
