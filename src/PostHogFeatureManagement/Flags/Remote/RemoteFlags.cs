using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// Answers of PostHog's servers. One request gets all flags of a caller, and the cache keeps them. Thread-safe. Only the caller's own cancellation throws.
/// </summary>
internal sealed class RemoteFlags
{
    private readonly IPostHogClient _client;
    private readonly PostHogFeatureManagementOptions _options;
    private readonly DefinitionsStore _definitions;
    private readonly TimeProvider _time;
    private readonly TwoLevelCache<RemoteFlagSet> _cache;
    private readonly RemoteContextKey _keys;
    private readonly RemoteQuota _quota;
    private readonly RemoteMerge _merge;
    private readonly ILogger _logger;

    public RemoteFlags(
        IPostHogClient client,
        DefinitionsStore definitions,
        IOptions<PostHogFeatureManagementOptions> options,
        CacheHasher hasher,
        DistributedStore store,
        [LibraryClock] TimeProvider time,
        ILogger<RemoteFlags> logger)
    {
        _client = client;
        _definitions = definitions;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _keys = new RemoteContextKey(_options, hasher);
        _quota = new RemoteQuota(time);
        var lifetimes = new CacheLifetimes(_options.Cache);
        _merge = new RemoteMerge(new OutcomeInterner(), lifetimes.Longest);
        _cache = new TwoLevelCache<RemoteFlagSet>(lifetimes, _options.Cache.SizeLimit, Distributed(store, hasher, lifetimes, logger), time, logger);
    }

    private bool IsCaching => _options.Cache.FreshFor > TimeSpan.Zero;

    /// <summary>
    /// A caller's answers, from the cache or else from PostHog. Without result caching (<c>Cache:FreshFor</c> zero), every call asks PostHog, for <paramref
    /// name="flagKey"/> only if it is given.
    /// </summary>
    public ValueTask<RemoteAnswer> GetAsync(PostHogContext context, string? flagKey, CancellationToken cancellationToken)
    {
        if (Refuse(context) is { } refused)
        {
            return new(refused);
        }

        if (!IsCaching)
        {
            return new(AskAloneAsync(context, flagKey, cancellationToken));
        }

        if (!TryKey(context, out CacheKey key))
        {
            return new(RemoteFailures.RequestFailed.As(FlagSource.Remote));
        }

        ValueTask<CacheAnswer<RemoteFlagSet>> pending = _cache.GetAsync(key, (this, context), Fetch, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return new(FinishAsync(pending, key, context, flagKey, cancellationToken));
        }

        RemoteAnswer answer = ToAnswer(pending.Result);
        return NeedsRefresh(answer, flagKey) ? new(RefreshAsync(key, context, cancellationToken)) : new(answer);
    }

    /// <summary>
    /// All flags of a caller, always requested again. Later checks of single flags use the result. If PostHog fails, the last good answer is returned.
    /// </summary>
    public ValueTask<RemoteAnswer> RefreshAllAsync(PostHogContext context, CancellationToken cancellationToken)
    {
        if (Refuse(context) is { } refused)
        {
            return new(refused);
        }

        if (!IsCaching)
        {
            return new(AskAloneAsync(context, null, cancellationToken));
        }

        return TryKey(context, out CacheKey key)
            ? new(RefreshAsync(key, context, cancellationToken))
            : new(RemoteFailures.RequestFailed.As(FlagSource.Remote));
    }

    private static CacheFetch<(RemoteFlags Flags, PostHogContext Context), RemoteFlagSet> Fetch { get; } =
        static (state, previous, cancellationToken) => state.Flags.FetchAsync(state.Context, previous, cancellationToken);

    private DistributedLevel<RemoteFlagSet>? Distributed(DistributedStore store, CacheHasher hasher, CacheLifetimes lifetimes, ILogger logger)
    {
        if (!store.Exists)
        {
            return null;
        }

        string prefix = _options.Cache.KeyPrefix;
        var tables = new OutcomeTableStore(store, hasher, prefix, lifetimes.Longest, _time);
        return new DistributedLevel<RemoteFlagSet>(store, new RemoteFlagSetCodec(tables), hasher, prefix, lifetimes.Longest, _time, logger);
    }

    private RemoteAnswer? Refuse(PostHogContext context)
    {
        if (!_options.Enabled && !(IsCaching && _options.Cache.ServeWhenDisabled))
        {
            return RemoteFailures.Disabled.As(FlagSource.Remote);
        }

        if (_definitions.IsQuotaLimited && _options.Definitions.OnQuotaExceeded == QuotaExceededBehavior.Drop)
        {
            return RemoteFailures.QuotaLimited.As(FlagSource.Remote);
        }

        // PostHog answers a request without an id with 400 (protocol §2.2).
        return context.DistinctId is null ? RemoteFailures.MissingDistinctId.As(FlagSource.Remote) : null;
    }

    /// <summary>False when the context's values cannot be read: a list that is being changed, or JSON whose document is disposed.</summary>
    private bool TryKey(PostHogContext context, out CacheKey key)
    {
        try
        {
            key = _keys.Of(context);
            return true;
        }
        catch (Exception exception)
        {
            _logger.CacheKeyFailed(exception);
            key = default;
            return false;
        }
    }

    private async Task<RemoteAnswer> FinishAsync(
        ValueTask<CacheAnswer<RemoteFlagSet>> pending,
        CacheKey key,
        PostHogContext context,
        string? flagKey,
        CancellationToken cancellationToken)
    {
        RemoteAnswer answer = ToAnswer(await pending.ConfigureAwait(false));
        return NeedsRefresh(answer, flagKey)
            ? await RefreshAsync(key, context, cancellationToken).ConfigureAwait(false)
            : answer;
    }

    private async Task<RemoteAnswer> RefreshAsync(CacheKey key, PostHogContext context, CancellationToken cancellationToken) =>
        ToAnswer(await _cache.RefreshAsync(key, (this, context), Fetch, cancellationToken).ConfigureAwait(false));

    /// <summary>A flag that PostHog left out is part of its answer, unless the settings say not to remember missing answers.</summary>
    private bool NeedsRefresh(RemoteAnswer answer, string? flagKey) =>
        _options.Cache.NegativeFor <= TimeSpan.Zero
        && flagKey is not null
        && answer is { HasAnswers: true, Source: not FlagSource.Remote }
        && !answer.TryGet(flagKey, out _);

    private static RemoteAnswer ToAnswer(CacheAnswer<RemoteFlagSet> found)
    {
        RemoteFlagSet flags = found.Value ?? RemoteFailures.RequestFailed;
        return flags.As(found switch
        {
            { Origin: CacheOrigin.Fetched } => FlagSource.Remote,
            { Freshness: CacheFreshness.Fresh } => FlagSource.Cache,
            _ => FlagSource.Stale,
        });
    }

    private async Task<FetchOutcome<RemoteFlagSet>> FetchAsync(PostHogContext context, RemoteFlagSet? previous, CancellationToken cancellationToken)
    {
        if (!_options.Enabled)
        {
            return FetchOutcome<RemoteFlagSet>.Failure(RemoteFailures.Disabled);
        }

        WireAnswer<FlagsResponse> answer = await AskAsync(new FlagsRequest(context), cancellationToken).ConfigureAwait(false);
        if (answer.Failure == WireFailure.Overloaded)
        {
            return FetchOutcome<RemoteFlagSet>.NotMade(RemoteFailures.Overloaded);
        }

        if (answer.Value is not { } response)
        {
            return FetchOutcome<RemoteFlagSet>.Failure(RemoteFailures.Of(answer.Failure));
        }

        RemoteFlagSet flags = _merge.Merge(response, previous, _time.GetUtcNow());
        return flags.HasErrors ? FetchOutcome<RemoteFlagSet>.Negative(flags) : FetchOutcome<RemoteFlagSet>.Success(flags);
    }

    private async Task<RemoteAnswer> AskAloneAsync(PostHogContext context, string? flagKey, CancellationToken cancellationToken)
    {
        var request = new FlagsRequest(context, flagKey is null ? null : [flagKey]);
        WireAnswer<FlagsResponse> answer = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        RemoteFlagSet flags = answer.Value is { } response ? _merge.Merge(response, null, _time.GetUtcNow()) : RemoteFailures.Of(answer.Failure);
        return flags.As(FlagSource.Remote);
    }

    private async Task<WireAnswer<FlagsResponse>> AskAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        // A quota refusal for definitions applies to evaluation, too (protocol §3.3). Cached answers are still used.
        if (_definitions.IsQuotaLimited || !_quota.TryEnter())
        {
            return new WireAnswer<FlagsResponse>(null, WireFailure.QuotaLimited);
        }

        WireAnswer<FlagsResponse> answer = await _client.EvaluateAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Failure == WireFailure.None)
        {
            _quota.Restored();
        }
        else if (answer.Failure == WireFailure.QuotaLimited && _quota.Exceeded() && _options.Definitions.OnQuotaExceeded == QuotaExceededBehavior.Drop)
        {
            _cache.Clear();
        }

        return answer;
    }
}
