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
    FailureText text,
    [LibraryClock] TimeProvider timeProvider,
    ILogger<DefinitionsRefresher> logger) : IDisposable
{
    private readonly DefinitionsCompilerOptions _compilerOptions = CompilerOptions(options.Value.Definitions);
    private readonly QuotaRule _quotaRule = new(options.Value, store, timeProvider);
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly DefinitionsReport _report = new(logger);
    private readonly HashSet<WireFailure> _reported = [];
    private DefinitionsResponse? _known;

    /// <summary>Refreshes once. A call during another refresh waits for it, then makes its own conditional request.</summary>
    public async Task<DefinitionsRefresh> RefreshOnceAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // If the definitions were dropped, "not modified" would leave the library without any.
            DefinitionsResponse? known = store.HasDefinitions ? _known : null;
            WireAnswer<DefinitionsResponse> answer = await client.GetDefinitionsAsync(known, cancellationToken).ConfigureAwait(false);
            WireFailure failure = Install(answer, out string? unreadable);
            if (failure == WireFailure.None)
            {
                store.CountRefresh();
            }

            Report(answer with { Failure = failure }, unreadable);
            return new DefinitionsRefresh(failure, answer.RetryAfter);
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

    private WireFailure Install(WireAnswer<DefinitionsResponse> answer, out string? unreadable)
    {
        unreadable = null;
        if (answer.Failure is WireFailure.Unauthorized or WireFailure.QuotaLimited)
        {
            // The next successful answer must have a full body (protocol §3.2).
            _known = new DefinitionsResponse(_known?.Body, ETag: null);
        }

        _quotaRule.Apply(answer.Failure);
        if (answer.Value is not { } response)
        {
            return answer.Failure;
        }

        if (response.Body is not { } body)
        {
            // A 304 may come without a tag. The one it was asked with stays.
            _known = new DefinitionsResponse(_known?.Body, response.ETag ?? _known?.ETag);
            return WireFailure.None;
        }

        if (!TryCompile(body, out unreadable))
        {
            return WireFailure.Unreadable;
        }

        _known = response;
        return WireFailure.None;
    }

    private bool TryCompile(ReadOnlyMemory<byte> body, out string? unreadable)
    {
        DefinitionsCompilation compilation = DefinitionsCompiler.Compile(body, _compilerOptions);
        unreadable = compilation.Error;
        if (compilation.FlagSet is null)
        {
            return false;
        }

        _report.Log(store.Publish(compilation.FlagSet, timeProvider.GetUtcNow(), FlagSource.Local));
        return true;
    }

    /// <summary>Logs each kind of failure once until a refresh succeeds.</summary>
    private void Report(WireAnswer<DefinitionsResponse> answer, string? unreadable)
    {
        if (answer.Failure == WireFailure.None)
        {
            if (_reported.Count > 0)
            {
                logger.DefinitionsRecovered(text.Host);
            }

            _reported.Clear();
        }
        else if (answer.Failure != WireFailure.SwitchedOff && _reported.Add(answer.Failure))
        {
            if (unreadable is null)
            {
                logger.DefinitionsFailed(text.Host, answer.Failure, FailureText.Cause(answer), text.AdviceForDefinitions(answer.Failure), store.HasDefinitions);
            }
            else
            {
                logger.DefinitionsUnreadable(text.Host, unreadable, text.HostSetting);
            }
        }
    }
}
