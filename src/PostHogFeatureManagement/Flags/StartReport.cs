using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>Logs one line when the application has started: who decides flags, where PostHog is, and what is kept here.</summary>
internal sealed class StartReport(
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    FailureText text,
    DistributedStore distributed,
    DefinitionsStore definitions,
    DefinitionsSharing sharing,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<StartReport> logger) : StartedService
{
    private readonly PostHogFeatureManagementOptions _options = options.Value;

    protected override Task ActAsync(CancellationToken cancellationToken)
    {
        logger.Started(Mode(), text.Host, Cache(), Definitions());
        WarnIfPlaceholder(_options.Identity.ServiceDistinctId, "Identity:ServiceDistinctId");
        WarnIfPlaceholder(_options.Identity.FallbackDistinctId, "Identity:FallbackDistinctId");
        return Task.CompletedTask;
    }

    private void WarnIfPlaceholder(string? id, string setting)
    {
        if (PlaceholderIds.Contains(id))
        {
            logger.IdIsPlaceholder(id, text.PathOf(setting));
        }
    }

    private string Mode() => _options switch
    {
        _ when !posthog.IsOn => $"are off, because {text.PathOf(nameof(_options.Enabled))} is false",
        { EvaluatesHere: true } => "are evaluated by this process",
        _ => "are evaluated by PostHog",
    };

    private string Cache() => !posthog.UsesAnswers ? "not used" : distributed.CacheName is { } name ? $"memory and {name}" : "memory";

    private string Definitions()
    {
        if (!posthog.IsOn)
        {
            return "not used";
        }

        if (!_options.EvaluatesHere)
        {
            return $"not used, because {text.PathOf(nameof(_options.SecretKey))} is not set";
        }

        return $"{Loaded()}, {Refreshed()}";
    }

    private string Loaded() => definitions.Latest switch
    {
        null => "not loaded yet",
        { IsFromFile: true } file => FormattableString.Invariant(
            $"{file.FlagSet.Count} flags from a file, sent by PostHog {DefinitionsAge.Describe(DefinitionsAge.Of(file, confirmedAt: null, timeProvider.GetUtcNow()))} ago"),
        { } current => FormattableString.Invariant($"{current.FlagSet.Count} flags"),
    };

    private string Refreshed() => _options switch
    {
        { Definitions.Offline: true } => "never refreshed (offline)",
        { PollsDefinitions: false } => $"never refreshed, because {text.PathOf(nameof(_options.SecretKey))} is not set",
        _ => FormattableString.Invariant($"refreshed every {_options.Definitions.PollInterval.TotalSeconds:0.###} s, {Shared()}"),
    };

    private string Shared() => sharing switch
    {
        { IsOn: true } => $"shared through {sharing.StorageName}",
        { StorageName: null } => "not shared, because there is no distributed cache",
        _ => $"not shared, because {text.PathOf("Definitions:Share")} is false",
    };
}
