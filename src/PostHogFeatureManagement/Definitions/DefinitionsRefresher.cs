using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Definitions;
using PostHogFeatureManagement.Definitions.Compilation;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions;

/// <summary>
/// Fetches, compiles and publishes definitions. Whatever fails, the last good set stays (protocol §3.3). A failure is logged only when the state changes.
/// </summary>
internal sealed class DefinitionsRefresher(
    IPostHogClient client,
    DefinitionsStore store,
    IOptions<PostHogFeatureManagementOptions> options,
    TimeProvider timeProvider,
    ILogger<DefinitionsRefresher> logger) : IDisposable
{
    private readonly DefinitionsCompilerOptions _compilerOptions = CompilerOptions(options.Value.Definitions);
    private readonly QuotaRule _quotaRule = new(options.Value, store, timeProvider);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private DefinitionsOutcome _lastOutcome = DefinitionsOutcome.Modified;
    private string? _etag;

    /// <summary>Refreshes once. A call during another refresh waits for it, then makes its own conditional request.</summary>
    public async Task<DefinitionsRefresh> RefreshOnceAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Without its definitions, an ETag could lead to a 304 and no definitions at all.
            string? etag = store.HasDefinitions ? _etag : null;
            DefinitionsResponse response = await client.GetDefinitionsAsync(etag, cancellationToken).ConfigureAwait(false);
            DefinitionsOutcome outcome = Install(response, out string? unreadable);
            Report(outcome, response.StatusCode, unreadable);
            return new DefinitionsRefresh(outcome, response.RetryAfter);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public void Dispose() => _oneAtATime.Dispose();

    private static DefinitionsCompilerOptions CompilerOptions(PostHogDefinitionsOptions options) => new()
    {
        TimeZone = TimeZoneInfo.FindSystemTimeZoneById(options.TimeZone),
        EvaluationContexts = [.. options.EvaluationContexts],
    };

    private DefinitionsOutcome Install(DefinitionsResponse response, out string? unreadable)
    {
        unreadable = null;
        if (response.Outcome is DefinitionsOutcome.Unauthorized or DefinitionsOutcome.QuotaLimited)
        {
            // The next successful answer must have a full body (protocol §3.2).
            _etag = null;
        }

        _quotaRule.Apply(response.Outcome);
        if (response.Outcome == DefinitionsOutcome.NotModified)
        {
            _etag = response.ETag ?? _etag;
        }

        return response.Outcome == DefinitionsOutcome.Modified ? Compile(response, out unreadable) : response.Outcome;
    }

    private DefinitionsOutcome Compile(DefinitionsResponse response, out string? unreadable)
    {
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(response.Body, _compilerOptions);
        unreadable = compilation.Error;
        if (compilation.FlagSet is null)
        {
            return DefinitionsOutcome.Failed;
        }

        DefinitionsSnapshot snapshot = store.Publish(compilation.FlagSet, timeProvider.GetUtcNow(), FlagSource.Local);
        _etag = response.ETag;
        DefinitionsReport.Log(logger, snapshot);
        return DefinitionsOutcome.Modified;
    }

    private void Report(DefinitionsOutcome outcome, int? statusCode, string? unreadable)
    {
        bool isGood = outcome is DefinitionsOutcome.Modified or DefinitionsOutcome.NotModified;
        bool wasGood = _lastOutcome is DefinitionsOutcome.Modified or DefinitionsOutcome.NotModified;
        if (isGood && !wasGood)
        {
            logger.DefinitionsRecovered();
        }
        else if (!isGood && outcome != _lastOutcome && unreadable is null)
        {
            logger.DefinitionsFailed(outcome, statusCode, store.HasDefinitions);
        }
        else if (!isGood && outcome != _lastOutcome)
        {
            logger.DefinitionsUnreadable(unreadable);
        }

        _lastOutcome = outcome;
    }
}
