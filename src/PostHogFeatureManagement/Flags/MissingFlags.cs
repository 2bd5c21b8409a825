using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Asks PostHog's servers about flags that the loaded definitions lack, such as remote config (<c>Definitions:AskForMissing</c>). The first check of a key asks
/// for all callers, and what it learns is remembered until the next refresh of the definitions (protocol §2.7). Thread-safe.
/// </summary>
internal sealed class MissingFlags(
    RemoteAnswers remote,
    KnownRemoteFlags known,
    DefinitionsStore store,
    WaitLimit waitLimit,
    IOptions<PostHogFeatureManagementOptions> options,
    LogThrottle throttle,
    [LibraryClock] TimeProvider time,
    ILogger<MissingFlags> logger)
{
    private static readonly TimeSpan ReportInterval = TimeSpan.FromHours(1);

    private readonly bool _isOn = options.Value.Definitions is { AskForMissing: true, LocalOnly: false };
    private volatile MissingKeys _keys = new(refresh: -1);

    /// <summary>Whether PostHog's servers may have a flag that the definitions lack.</summary>
    public bool MayExist(string key)
    {
        if (!_isOn || !FlagKeys.IsPossible(key))
        {
            return false;
        }

        if (known.ContainsIgnoringCase(key) || Current().HasRoomFor(key))
        {
            return !Current().IsMissing(key);
        }

        if (throttle.IsDue(LogEvents.MissingKeysNotAsked, string.Empty, ReportInterval))
        {
            logger.MissingKeysNotAsked(MissingKeys.Limit);
        }

        return false;
    }

    public async ValueTask<FlagAnswer> AskAsync(FlagQuestion question)
    {
        bool isKnown = known.ContainsIgnoringCase(question.Key);
        if (Current().Enter(question.Key, isKnown) is not { IsMissing: false } key)
        {
            return FlagAnswer.NoValue(FlagReason.FlagNotFound);
        }

        if (isKnown)
        {
            return Learn(key, question.Key, await remote.GetAsync(question).ConfigureAwait(false));
        }

        if (key.TryBegin(out Task<FlagReason> first))
        {
            return await AskFirstAsync(key, question).ConfigureAwait(false);
        }

        FlagReason reason = await WaitAsync(first, question).ConfigureAwait(false);
        return reason == FlagReason.Unknown ? await remote.GetAsync(question).ConfigureAwait(false) : FlagAnswer.NoValue(reason);
    }

    private static FlagAnswer Learn(MissingKey key, string name, in FlagAnswer answer)
    {
        // An answer that failed or is not whole has another reason, and nothing is learned from it.
        key.IsMissing = answer.Result.Reason == FlagReason.FlagNotFound && !answer.IgnoringCase(name).HasValue;
        return answer;
    }

    private async ValueTask<FlagAnswer> AskFirstAsync(MissingKey key, FlagQuestion question)
    {
        FlagReason reason = FlagReason.Pending;
        try
        {
            FlagAnswer answer = Learn(key, question.Key, await remote.GetAsync(question).ConfigureAwait(false));
            reason = known.ContainsIgnoringCase(question.Key) ? FlagReason.Unknown : answer.Result.Reason;
            return answer;
        }
        finally
        {
            key.End(reason);
        }
    }

    private async ValueTask<FlagReason> WaitAsync(Task<FlagReason> first, FlagQuestion question)
    {
        try
        {
            return await first.WaitAsync(waitLimit.For(question.State), time, question.CancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return FlagReason.Pending;
        }
    }

    private MissingKeys Current()
    {
        MissingKeys keys = _keys;
        long refresh = store.Refreshes;
        if (keys.Refresh == refresh)
        {
            return keys;
        }

        var anew = new MissingKeys(refresh);
        MissingKeys current = Interlocked.CompareExchange(ref _keys, anew, keys);
        return ReferenceEquals(current, keys) ? anew : current;
    }
}
