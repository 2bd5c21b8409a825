using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Fetches definitions from PostHog and has them installed. Whatever fails, the last good set stays (protocol §3.3). A failure is logged only when the state
/// changes.
/// </summary>
internal sealed class DefinitionsRefresher(
    PostHogSource source,
    DefinitionsInstaller installer,
    DefinitionsSharing sharing,
    DefinitionsStore store,
    RefreshHistory history,
    QuotaRule quotaRule,
    FailureText text,
    PostHogMetrics metrics,
    ILogger<DefinitionsRefresher> logger) : IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly HashSet<WireFailure> _reported = [];

    /// <summary>Refreshes once. A call during another refresh waits for it, then makes its own conditional request.</summary>
    /// <param name="cancellationToken">Ends the refresh.</param>
    /// <param name="cause">The trace of a call that wants it.</param>
    public async Task<DefinitionsRefresh> RefreshOnceAsync(CancellationToken cancellationToken, ActivityContext cause = default)
    {
        using Activity? activity = PostHogActivities.StartRoot(PostHogActivities.DefinitionsRefresh, cause);
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            (DefinitionsRefresh refresh, bool isOvertaken) = await PollAsync(cancellationToken).ConfigureAwait(false);
            if (!isOvertaken)
            {
                return refresh;
            }

            // What PostHog sent may be older than what another instance has published meanwhile. A second time, the next poll is soon enough.
            (DefinitionsRefresh again, _) = await PollAsync(cancellationToken).ConfigureAwait(false);
            return again with { HasChanged = refresh.HasChanged || again.HasChanged };
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private async Task<(DefinitionsRefresh Refresh, bool IsOvertaken)> PollAsync(CancellationToken cancellationToken)
    {
        SharedPoll? start = sharing.IsOn ? await sharing.BeginAsync(cancellationToken).ConfigureAwait(false) : null;
        if (start is { Wait.Ticks: > 0 })
        {
            WireFailure cause = start.Look.Head is { IsQuotaUsedUp: true } ? WireFailure.QuotaLimited : WireFailure.RateLimited;
            return (new DefinitionsRefresh(cause, start.Wait) { NotBefore = start.Look.Now + start.Wait, Start = start }, false);
        }

        DefinitionsSnapshot? held = start is null ? store.Latest : start.Held;
        DefinitionsFetch fetch = await source.FetchAsync(held?.Content, cancellationToken).ConfigureAwait(false);
        quotaRule.Apply(fetch.Answer.Failure);
        DefinitionsInstallation installation = await InstallAsync(start, fetch.Content, cancellationToken).ConfigureAwait(false);
        WireFailure failure = installation.Error is null ? fetch.Answer.Failure : WireFailure.Unreadable;
        if (failure == WireFailure.None)
        {
            store.CountRefresh();
            metrics.Refreshed(installation.HasChanged ? TelemetryTags.RefreshResults.Changed : TelemetryTags.RefreshResults.Unchanged);
        }
        else if (failure != WireFailure.SwitchedOff)
        {
            metrics.Refreshed(TelemetryTags.RefreshResults.Failed, ErrorTypes.Of(failure));
        }

        string? explanation = Report(fetch.Answer with { Failure = failure }, installation.Error);
        var refresh = new DefinitionsRefresh(failure, fetch.Answer.RetryAfter) { HasChanged = installation.HasChanged, Text = explanation, Start = start };
        return (refresh, installation.IsOvertaken);
    }

    private async Task<DefinitionsInstallation> InstallAsync(SharedPoll? start, DefinitionsContent? content, CancellationToken cancellationToken)
    {
        if (content is not null)
        {
            return start is null
                ? installer.InstallFromServer(content)
                : await sharing.CompleteAsync(start, content, cancellationToken).ConfigureAwait(false);
        }

        if (start is not null)
        {
            await sharing.FailAsync(start, cancellationToken).ConfigureAwait(false);
        }

        return default;
    }

    /// <summary>Remembers how the refresh ended, and logs each kind of failure once until a refresh succeeds.</summary>
    /// <returns>The cause of a failure and what to do about it.</returns>
    private string? Report(WireAnswer<DefinitionsResponse> answer, string? unreadable)
    {
        if (answer.Failure == WireFailure.None)
        {
            history.AddSuccess();
            if (_reported.Count > 0)
            {
                logger.DefinitionsRecovered(text.Host);
            }

            _reported.Clear();
            return null;
        }

        if (answer.Failure == WireFailure.SwitchedOff)
        {
            return null;
        }

        string cause = unreadable ?? FailureText.Cause(answer);
        string advice = text.AdviceForDefinitions(answer.Failure);
        string explanation = $"{answer.Failure}: {cause.TrimEnd('.')}. {advice}";
        history.AddFailure(explanation);
        if (_reported.Add(answer.Failure))
        {
            if (unreadable is null)
            {
                logger.DefinitionsFailed(text.Host, answer.Failure, cause, advice, store.HasDefinitions);
            }
            else
            {
                logger.DefinitionsUnreadable(text.Host, unreadable, text.HostSetting);
            }
        }

        return explanation;
    }
}
