using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
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
        { SecretKey.Length: > 0 } => "are evaluated by this process",
        _ => "are evaluated by PostHog",
    };

    private string Cache() => !posthog.UsesAnswers ? "not used" : distributed.CacheName is { } name ? $"memory and {name}" : "memory";

    private string Definitions()
    {
        if (!posthog.IsOn)
        {
            return "not used";
        }

        if (string.IsNullOrEmpty(_options.SecretKey))
        {
            return $"not used, because {text.PathOf(nameof(_options.SecretKey))} is not set";
        }

        // To look for the current ones could begin to poll.
        string known = definitions.HasDefinitions && definitions.Current is { } current
            ? FormattableString.Invariant($"{current.FlagSet.Count} flags")
            : "not loaded yet";
        return FormattableString.Invariant($"{known}, refreshed every {_options.Definitions.PollInterval.TotalSeconds:0.###} s");
    }
}
