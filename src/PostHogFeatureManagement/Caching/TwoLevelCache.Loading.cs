using System.Diagnostics;
using PostHogFeatureManagement.Caching.Memory;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;

namespace PostHogFeatureManagement.Caching;

/// <summary>Loads: one per key, from the distributed level or by a fetch.</summary>
internal sealed partial class TwoLevelCache<T>
{
    private async Task<CacheAnswer<T>> LoadAsync<TState>(
        CacheSlot<T> slot,
        TState state,
        CacheFetch<TState, T> fetch,
        bool mustFetch,
        TimeSpan waitAtMost,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (true)
        {
            CacheFlight<T> flight = Join(slot, mustFetch, waitAtMost, out Task waiting, out bool isOurs);
            if (isOurs)
            {
                DetachedFlow.Run(
                    static work => _ = work.Cache.FlyAsync(work.Flight, work.State, work.Fetch),
                    (Cache: this, Flight: flight, State: state, Fetch: fetch));
            }

            try
            {
                await waiting.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                flight.Leave(waitAtMost);
                throw;
            }

            if (flight.IsWaitedOut(waitAtMost))
            {
                // The value of a load that ends at this moment is kept already.
                CacheRecord<T>? record = slot.Record;
                return LastGood(record, FreshnessOf(record, _time.GetTimestamp()), instead: null) with { IsWaitedOut = true };
            }

            // A refresh needs a fetch. An answer from the distributed level is not enough.
            if (!mustFetch || flight.HasFetched)
            {
                return await flight.Completion.ConfigureAwait(false);
            }
        }
    }

    private CacheFlight<T> Join(CacheSlot<T> slot, bool mustFetch, TimeSpan waitAtMost, out Task waiting, out bool isOurs)
    {
        lock (slot.Lock)
        {
            CacheFlight<T>? flight = slot.Flight;
            isOurs = flight is null;
            if (flight is null)
            {
                flight = new CacheFlight<T>(slot, mustFetch, isBackground: false);
                slot.Begin_NeedsLock(flight);
            }

            waiting = flight.Join_NeedsLock(waitAtMost, _time);
            return flight;
        }
    }

    private void RefreshInBackground<TState>(CacheSlot<T> slot, TState state, CacheFetch<TState, T> fetch, bool mustFetch = false)
    {
        if (slot.Flight is not null)
        {
            return;
        }

        CacheFlight<T> flight;
        lock (slot.Lock)
        {
            if (slot.Flight is not null || slot.IsInvalid)
            {
                return;
            }

            flight = new CacheFlight<T>(slot, mustFetch, isBackground: true);
            slot.Begin_NeedsLock(flight);
        }

        // Queued without the execution context, because the refresh belongs to no request.
        ThreadPool.UnsafeQueueUserWorkItem(
            static work => _ = work.Cache.FlyInBackgroundAsync(work.Flight, work.State, work.Fetch, work.Cause),
            (Cache: this, Flight: flight, State: state, Fetch: fetch, Cause: Activity.Current?.Context ?? default),
            preferLocal: false);
    }

    private async Task FlyInBackgroundAsync<TState>(CacheFlight<T> flight, TState state, CacheFetch<TState, T> fetch, ActivityContext cause)
    {
        using Activity? activity = PostHogActivities.StartRoot(PostHogActivities.CacheRefresh, cause);
        await FlyAsync(flight, state, fetch).ConfigureAwait(false);
    }

    private async Task FlyAsync<TState>(CacheFlight<T> flight, TState state, CacheFetch<TState, T> fetch)
    {
        CacheSlot<T> slot = flight.Slot;
        CacheAnswer<T> answer = default;
        bool isStaleFind = false;
        try
        {
            CacheAnswer<T>? found = await FindAsync(slot, flight).ConfigureAwait(false);
            isStaleFind = found is { Freshness: CacheFreshness.Stale };
            answer = found ?? await FetchAsync(slot, flight, state, fetch).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            answer = Recover(slot, flight, exception);
        }
        finally
        {
            lock (slot.Lock)
            {
                slot.End_NeedsLock(flight);
            }

            if (isStaleFind)
            {
                RefreshInBackground(slot, state, fetch, mustFetch: true);
            }

            flight.Complete(answer);
        }
    }

    private async Task<CacheAnswer<T>> FetchAsync<TState>(CacheSlot<T> slot, CacheFlight<T> flight, TState state, CacheFetch<TState, T> fetch)
    {
        flight.BeginFetch();
        CacheRecord<T>? previous = slot.Record;
        bool isUsable = FreshnessOf(previous, _time.GetTimestamp()) != CacheFreshness.None;
        FetchOutcome<T> outcome = await fetch(state, isUsable ? previous!.Value : null, flight.PlaceToken, flight.Token).ConfigureAwait(false);
        return outcome.Kind switch
        {
            FetchKind.Success => Keep(slot, outcome.Value, isBrief: false),
            FetchKind.Negative => Keep(slot, outcome.Value, isBrief: true),
            _ => Fail(slot, outcome.Value, isRemembered: outcome.Kind == FetchKind.Failure),
        };
    }

    private CacheAnswer<T> Keep(CacheSlot<T> slot, T? value, bool isBrief)
    {
        var record = new CacheRecord<T>(value, _time.GetTimestamp(), isBrief);
        long growth = 0;
        lock (slot.Lock)
        {
            if (!slot.IsInvalid)
            {
                growth = slot.Store_NeedsLock(record);
                if (_distributed is not null && value is not null)
                {
                    slot.LastWrite = _distributed.WriteAsync(slot.Key, value, isBrief, slot.LastWrite);
                }
            }
        }

        slot.Memory?.Grow(growth);
        return new CacheAnswer<T>(value, CacheFreshness.Fresh, CacheOrigin.Fetched);
    }

    private CacheAnswer<T> Fail(CacheSlot<T> slot, T? instead, bool isRemembered)
    {
        long now = _time.GetTimestamp();
        CacheRecord<T>? record = slot.Record;
        if (isRemembered && _lifetimes.NegativeFor > TimeSpan.Zero)
        {
            long until = now + (long)(_lifetimes.NegativeFor.TotalSeconds * _time.TimestampFrequency);
            lock (slot.Lock)
            {
                if (!slot.IsInvalid)
                {
                    slot.Fail_NeedsLock(new FetchFailure<T>(instead, until));
                }
            }
        }

        return LastGood(record, FreshnessOf(record, now), instead);
    }

    private CacheAnswer<T> Recover(CacheSlot<T> slot, CacheFlight<T> flight, Exception exception)
    {
        if (flight.Token.IsCancellationRequested)
        {
            return default;
        }

        _logger.CacheLoadFailed(exception);
        return Fail(slot, null, isRemembered: true);
    }

    /// <summary>An answer that makes the fetch unnecessary; null when there is none.</summary>
    private async ValueTask<CacheAnswer<T>?> FindAsync(CacheSlot<T> slot, CacheFlight<T> flight)
    {
        if (flight.MustFetch && slot.Record is not null)
        {
            return null;
        }

        // Another load may have ended after the caller looked and before this load started.
        if (!flight.MustFetch && AnswerFromMemory(slot.Record, slot.Failure, _time.GetTimestamp()) is { } known)
        {
            return known;
        }

        if (!await ReadDistributedAsync(slot, flight.Token).ConfigureAwait(false) || flight.MustFetch)
        {
            return null;
        }

        CacheRecord<T>? record = slot.Record;
        CacheFreshness freshness = FreshnessOf(record, _time.GetTimestamp());
        bool isEnough = freshness == CacheFreshness.Fresh || (freshness == CacheFreshness.Stale && !flight.IsBackground);
        return isEnough ? new CacheAnswer<T>(record!.Value, freshness, CacheOrigin.Distributed) : null;
    }

    /// <summary>Keeps the value of the distributed level if it is newer than the value here. True when it was.</summary>
    private async ValueTask<bool> ReadDistributedAsync(CacheSlot<T> slot, CancellationToken cancellationToken)
    {
        if (_distributed is null || slot.IsInvalid)
        {
            return false;
        }

        (CacheRecord<T>? found, string? without) = await _distributed.ReadAsync(slot.Key, cancellationToken).ConfigureAwait(false);
        CountDistributed(found, without);
        long growth;
        lock (slot.Lock)
        {
            if (found is null || slot.IsInvalid || (slot.Record is { } known && known.CreatedAt >= found.CreatedAt))
            {
                return false;
            }

            growth = slot.Store_NeedsLock(found);
        }

        slot.Memory?.Grow(growth);
        return true;
    }

    private void CountDistributed(CacheRecord<T>? found, string? without)
    {
        if (found is not null || without is not null)
        {
            _metrics.CacheAsked(TelemetryTags.CacheLevels.Distributed, without ?? ResultOf(FreshnessOf(found, _time.GetTimestamp()), found?.Value is not null));
        }
    }
}
