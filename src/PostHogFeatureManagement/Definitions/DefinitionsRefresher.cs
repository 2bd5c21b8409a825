using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Fetches definitions from PostHog and has them installed. Whatever fails, the last good set stays (protocol §3.3). A failure is logged only when the state
/// changes.
/// </summary>
internal sealed class DefinitionsRefresher(
    PostHogSource source,
    DefinitionsInstaller installer,
    DefinitionsStore store,
    RefreshHistory history,
    IOptions<PostHogFeatureManagementOptions> options,
    FailureText text,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<DefinitionsRefresher> logger) : IDisposable
{
    private readonly QuotaRule _quotaRule = new(options.Value, store, timeProvider);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly HashSet<WireFailure> _reported = [];

    /// <summary>Refreshes once. A call during another refresh waits for it, then makes its own conditional request.</summary>
    public async Task<DefinitionsRefresh> RefreshOnceAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            DefinitionsFetch fetch = await source.FetchAsync(store.Latest?.Content, cancellationToken).ConfigureAwait(false);
            _quotaRule.Apply(fetch.Answer.Failure);
            DefinitionsInstallation installation = fetch.Content is { } content ? installer.InstallFromServer(content) : default;
            WireFailure failure = installation.Error is null ? fetch.Answer.Failure : WireFailure.Unreadable;
            if (failure == WireFailure.None)
            {
                store.CountRefresh();
            }

            string? explanation = Report(fetch.Answer with { Failure = failure }, installation.Error);
            return new DefinitionsRefresh(failure, fetch.Answer.RetryAfter) { HasChanged = installation.HasChanged, Text = explanation };
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

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
