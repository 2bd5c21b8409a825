using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Caching.Memory;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>
/// Answers of PostHog's servers. One request gets all flags of a caller, and the cache keeps them. Thread-safe. Only the caller's own cancellation throws.
/// </summary>
internal sealed class RemoteFlags
{
    private readonly IPostHogClient _client;
    private readonly PostHogFeatureManagementOptions _options;
    private readonly PostHogSwitch _posthog;
    private readonly DefinitionsStore _definitions;
    private readonly TimeProvider _time;
    private readonly TwoLevelCache<RemoteFlagSet> _cache;
    private readonly RemoteContextKey _keys;
    private readonly ProbeGate _quota;
    private readonly RemoteMerge _merge;
    private readonly StatusSignals _signals;
    private readonly ILogger _logger;

    public RemoteFlags(
        IPostHogClient client,
        DefinitionsStore definitions,
        IOptions<PostHogFeatureManagementOptions> options,
        PostHogSwitch posthog,
        CacheHasher hasher,
        DistributedStore store,
        PostHogMetrics metrics,
        StatusSignals signals,
        [LibraryClock] TimeProvider time,
        ILogger<RemoteFlags> logger)
    {
        _signals = signals;
        _client = client;
        _definitions = definitions;
        _options = options.Value;
        _posthog = posthog;
        _time = time;
        _logger = logger;
        _keys = new RemoteContextKey(_options, hasher);
        _quota = RemoteQuota.CreateGate(time);
        var lifetimes = new CacheLifetimes(_options.Cache);
        var shares = new MemoryShares(_options.Cache.MemoryLimit);
        var interner = new OutcomeInterner(shares.Table, time);
        var limits = new CacheLimits<RemoteFlagSet>(_options.Cache.SizeLimit, shares.Answers, static flags => flags.Size);
        _merge = new RemoteMerge(interner, lifetimes.Longest);
        _cache = new TwoLevelCache<RemoteFlagSet>(lifetimes, limits, Distributed(store, hasher, interner, shares, lifetimes, logger), metrics, time, logger);
    }

    private bool IsCaching => _options.Cache.FreshFor > TimeSpan.Zero;

    /// <summary>
    /// A caller's answers, from the cache or else from PostHog. Without result caching (<c>Cache:FreshFor</c> zero), every call asks PostHog, for <paramref
    /// name="flagKey"/> only if it is given.
    /// </summary>
    /// <param name="context">The caller.</param>
    /// <param name="flagKey">The flag that the check is about. Null when it is about all.</param>
    /// <param name="waitAtMost">
    /// How long the check waits. When that is over, the last good answer is returned, else <see cref="FlagReason.Pending"/>, and the request to PostHog goes on.
    /// </param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<RemoteAnswer> GetAsync(PostHogContext context, string? flagKey, TimeSpan waitAtMost, CancellationToken cancellationToken)
    {
        if (Refuse(context) is { } refused)
        {
            return new(refused);
        }

        CacheKey key = KeyOf(context);
        ValueTask<CacheAnswer<RemoteFlagSet>> pending = _cache.GetAsync(key, (this, context, IsCaching ? null : flagKey), Fetch, waitAtMost, cancellationToken);
        if (!pending.IsCompletedSuccessfully)
        {
            return new(FinishAsync(pending, key, context, flagKey, waitAtMost, cancellationToken));
        }

        CacheAnswer<RemoteFlagSet> found = pending.Result;
        RemoteAnswer answer = ToAnswer(found);
        return NeedsRefresh(found, answer, flagKey) ? new(RefreshAsync(key, context, waitAtMost, cancellationToken)) : new(answer);
    }

    /// <summary>
    /// All flags of a caller, always requested again. Later checks of single flags use the result. If PostHog fails, the last good answer is returned.
    /// </summary>
    public ValueTask<RemoteAnswer> RefreshAllAsync(PostHogContext context, TimeSpan waitAtMost, CancellationToken cancellationToken)
    {
        if (Refuse(context) is { } refused)
        {
            return new(refused);
        }

        return new(RefreshAsync(KeyOf(context), context, waitAtMost, cancellationToken));
    }

    /// <summary>What this process has for a caller, and how a check would go on from there. Nothing is asked, loaded or kept.</summary>
    public RemoteGlance Peek(PostHogContext context)
    {
        if (Refuse(context) is { } refused)
        {
            return new RemoteGlance { Refusal = refused.Failure };
        }

        CacheGlance<RemoteFlagSet> kept = IsCaching ? _cache.Peek(_keys.Hash(context)) : default;
        return new RemoteGlance
        {
            Kept = kept.Freshness == CacheFreshness.None ? null : kept.Value?.As(kept.Freshness == CacheFreshness.Fresh ? FlagSource.Cache : FlagSource.Stale),
            Age = kept.Freshness == CacheFreshness.None ? null : kept.Age,
            IsLastResort = kept.Freshness == CacheFreshness.FailSafe,
            Failure = kept.Failure?.Failure,
        };
    }

    /// <summary>Asks PostHog about one flag of a caller, at the cost of any request. Checks do not get the answer.</summary>
    public async Task<RemoteAnswer> AskAsync(PostHogContext context, string flagKey, CancellationToken cancellationToken)
    {
        if (Refuse(context) is { } refused)
        {
            return refused;
        }

        FetchOutcome<RemoteFlagSet> outcome = await FetchAsync(context, flagKey, previous: null, cancellationToken, cancellationToken).ConfigureAwait(false);
        return (outcome.Value ?? RemoteFailures.RequestFailed).As(FlagSource.Remote);
    }

    private static CacheFetch<(RemoteFlags Flags, PostHogContext Context, string? FlagKey), RemoteFlagSet> Fetch { get; } =
        static (state, previous, placeToken, cancellationToken) =>
            state.Flags.FetchAsync(state.Context, state.FlagKey, previous, placeToken, cancellationToken);

    private DistributedLevel<RemoteFlagSet>? Distributed(
        DistributedStore store, CacheHasher hasher, OutcomeInterner interner, MemoryShares shares, CacheLifetimes lifetimes, ILogger logger)
    {
        if (!store.Exists)
        {
            return null;
        }

        string prefix = _options.Cache.KeyPrefix;
        var tables = new OutcomeTableStore(store, hasher, prefix, lifetimes.Longest, shares.TablesOfOthers, _time, logger);
        return new DistributedLevel<RemoteFlagSet>(store, new RemoteFlagSetCodec(tables, interner), hasher, prefix, lifetimes.Longest, _time, logger);
    }

    private RemoteAnswer? Refuse(PostHogContext context)
    {
        if (!_posthog.IsOn && !(IsCaching && _posthog.UsesAnswers))
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

    /// <summary>Without caching no answer has a key.</summary>
    private CacheKey KeyOf(PostHogContext context) => IsCaching ? _keys.Of(context) : default;

    private async Task<RemoteAnswer> FinishAsync(
        ValueTask<CacheAnswer<RemoteFlagSet>> pending,
        CacheKey key,
        PostHogContext context,
        string? flagKey,
        TimeSpan waitAtMost,
        CancellationToken cancellationToken)
    {
        CacheAnswer<RemoteFlagSet> found = await pending.ConfigureAwait(false);
        RemoteAnswer answer = ToAnswer(found);
        return NeedsRefresh(found, answer, flagKey)
            ? await RefreshAsync(key, context, waitAtMost, cancellationToken).ConfigureAwait(false)
            : answer;
    }

    private async Task<RemoteAnswer> RefreshAsync(CacheKey key, PostHogContext context, TimeSpan waitAtMost, CancellationToken cancellationToken) =>
        ToAnswer(await _cache.RefreshAsync(key, (this, context, null), Fetch, waitAtMost, cancellationToken).ConfigureAwait(false));

    /// <summary>A flag that PostHog left out is part of its answer, unless the settings say not to remember missing answers.</summary>
    private bool NeedsRefresh(in CacheAnswer<RemoteFlagSet> found, RemoteAnswer answer, string? flagKey) =>
        _options.Cache.NegativeFor <= TimeSpan.Zero
        && !found.IsWaitedOut
        && flagKey is not null
        && answer is { HasAnswers: true, Source: not FlagSource.Remote }
        && !answer.TryGet(flagKey, out _);

    private RemoteAnswer ToAnswer(CacheAnswer<RemoteFlagSet> found)
    {
        if (found.Freshness != CacheFreshness.None)
        {
            _signals.Answered();
        }

        if (found.Freshness == CacheFreshness.FailSafe)
        {
            _signals.FailSafeServed();
        }

        RemoteFlagSet flags = found.Value ?? (found.IsWaitedOut ? RemoteFailures.Pending : RemoteFailures.RequestFailed);
        return flags.As(found switch
        {
            { Origin: CacheOrigin.Fetched } => FlagSource.Remote,
            { Freshness: CacheFreshness.Fresh } => FlagSource.Cache,
            _ => FlagSource.Stale,
        });
    }

    private async Task<FetchOutcome<RemoteFlagSet>> FetchAsync(
        PostHogContext context, string? flagKey, RemoteFlagSet? previous, CancellationToken placeToken, CancellationToken cancellationToken)
    {
        var request = new FlagsRequest(context, flagKey is null ? null : [flagKey]) { PlaceToken = placeToken };
        WireAnswer<FlagsResponse> answer = await AskAsync(request, cancellationToken).ConfigureAwait(false);
        if (answer.Failure is WireFailure.Overloaded or WireFailure.SwitchedOff)
        {
            return FetchOutcome<RemoteFlagSet>.NotMade(RemoteFailures.Of(answer.Failure));
        }

        if (answer.Value is not { } response)
        {
            return FetchOutcome<RemoteFlagSet>.Failure(RemoteFailures.Of(answer));
        }

        RemoteFlagSet flags = _merge.Merge(response, previous, _time.GetUtcNow());
        return flags.HasErrors ? FetchOutcome<RemoteFlagSet>.Negative(flags) : FetchOutcome<RemoteFlagSet>.Success(flags);
    }

    private async Task<WireAnswer<FlagsResponse>> AskAsync(FlagsRequest request, CancellationToken cancellationToken)
    {
        // A quota refusal for definitions applies to evaluation, too (protocol §3.3). Cached answers are still used.
        ProbeAdmission admission = _definitions.IsQuotaLimited ? ProbeAdmission.Skip : _quota.Enter();
        if (admission == ProbeAdmission.Skip)
        {
            return new WireAnswer<FlagsResponse>(null, WireFailure.QuotaLimited);
        }

        WireAnswer<FlagsResponse> answer = await _client.EvaluateAsync(request, cancellationToken).ConfigureAwait(false);
        if (FailureRules.WasNotSent(answer.Failure))
        {
            _quota.TakeBack(admission);
            return answer;
        }

        _definitions.StartWaitedInVain = false;
        if (answer.Failure == WireFailure.None)
        {
            _quota.Succeeded(admission);
        }
        else if (answer.Failure == WireFailure.QuotaLimited && _quota.Failed(admission) && _options.Definitions.OnQuotaExceeded == QuotaExceededBehavior.Drop)
        {
            _cache.Clear();
        }

        return answer;
    }
}
