using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// Gets what PostHog's servers decide, through the request's pins and the cache. Thread-safe. Throws only when the caller cancels.
/// </summary>
internal sealed class RemoteAnswers(
    RemoteFlags remote,
    KnownRemoteFlags known,
    WaitLimit waitLimit,
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    LogThrottle throttle,
    ILogger<RemoteAnswers> logger)
{
    private readonly bool _asksServers = options.Value.Definitions.AsksServers;
    private readonly bool _refreshesOnGetAll = options.Value.Cache.RefreshOnGetAll;
    private readonly bool _cachesAnswers = options.Value.Cache.FreshFor > TimeSpan.Zero;

    /// <summary>Whether the servers may be asked at all.</summary>
    /// <param name="question">The question.</param>
    /// <param name="undecided">Why this process could not decide.</param>
    /// <param name="whyNot">Why the servers may not be asked.</param>
    public bool MayAsk(in FlagQuestion question, FlagReason undecided, out FlagReason whyNot)
    {
        bool hasNoId = question.Caller.DistinctId is null;
        whyNot = hasNoId && undecided == FlagReason.LocalOnly ? FlagReason.MissingDistinctId : undecided;
        return !hasNoId && _asksServers && !question.Options.LocalOnly && undecided != FlagReason.FlagNotFound;
    }

    /// <summary>The flag's value, if the request has a pinned answer of PostHog's servers.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="answer">Why this process could not decide. The value replaces it, if there is one.</param>
    public bool TryGetPinned(in FlagQuestion question, ref FlagAnswer answer)
    {
        if (question.State is not { } state || !MayAsk(question, answer.Result.Reason, out _))
        {
            return false;
        }

        if (!RequestPins.Of(state).TryGetAnswer(question.Caller, PinnedKey(question.Key), out RemoteAnswer? pinned) || !pinned.TryGet(question.Key, out RemoteFlag? flag))
        {
            return false;
        }

        answer = FlagAnswer.Remote(flag, pinned);
        return true;
    }

    /// <summary>PostHog's answer about one flag.</summary>
    public ValueTask<FlagAnswer> GetAsync(in FlagQuestion question)
    {
        ValueTask<RemoteAnswer> pending = GetAnswerAsync(question, question.Key, anew: false);
        return pending.IsCompletedSuccessfully ? new ValueTask<FlagAnswer>(Read(pending.Result, question.Key)) : Awaited(pending, question.Key);

        static async ValueTask<FlagAnswer> Awaited(ValueTask<RemoteAnswer> pending, string key) => Read(await pending.ConfigureAwait(false), key);
    }

    /// <summary>PostHog's answer about all flags of the question's caller.</summary>
    public ValueTask<RemoteAnswer> GetAllAsync(in FlagQuestion question) => GetAnswerAsync(question, null, _refreshesOnGetAll);

    private static FlagAnswer Read(RemoteAnswer answer, string key) =>
        answer.TryGet(key, out RemoteFlag? flag) ? FlagAnswer.Remote(flag, answer) : FlagAnswer.NoValue(answer.MissingReason(), answer);

    private bool TryGetPinned(RequestPins pins, PostHogContext caller, string? key, [NotNullWhen(true)] out RemoteAnswer? pinned) =>
        pins.TryGetAnswer(caller, PinnedKey(key), out pinned) || (!_cachesAnswers && pins.TryGetAnswer(caller, null, out pinned) && pinned.IsPending);

    // Without caching, an answer is about one flag and pinned for that flag. Only a wait that was too long is about all of them, so that it is not repeated.
    private string? PinnedKey(string? key) => _cachesAnswers ? null : key;

    /// <summary>The answer pinned for the request, or else the one from the cache or PostHog.</summary>
    private ValueTask<RemoteAnswer> GetAnswerAsync(in FlagQuestion question, string? key, bool anew)
    {
        if (question.State is { } state && TryGetPinned(RequestPins.Of(state), question.Caller, key, out RemoteAnswer? pinned))
        {
            return new ValueTask<RemoteAnswer>(pinned);
        }

        TimeSpan waitAtMost = waitLimit.For(question.State);
        ValueTask<RemoteAnswer> pending;
        try
        {
            pending = anew
                ? remote.RefreshAllAsync(question.Caller, waitAtMost, question.CancellationToken)
                : remote.GetAsync(question.Caller, key, waitAtMost, question.CancellationToken);
        }
        catch (Exception exception)
        {
            return exception.IsCancelledBy(question.CancellationToken)
                ? ValueTask.FromCanceled<RemoteAnswer>(question.CancellationToken)
                : new ValueTask<RemoteAnswer>(Pin(question, key, Broke(key, exception)));
        }

        return pending.IsCompletedSuccessfully
            ? new ValueTask<RemoteAnswer>(Pin(question, key, pending.Result))
            : Awaited(this, pending, question, key);

        static async ValueTask<RemoteAnswer> Awaited(RemoteAnswers self, ValueTask<RemoteAnswer> pending, FlagQuestion question, string? key)
        {
            RemoteAnswer answer;
            try
            {
                answer = await pending.ConfigureAwait(false);
            }
            catch (Exception exception) when (!exception.IsCancelledBy(question.CancellationToken))
            {
                answer = self.Broke(key, exception);
            }

            return self.Pin(question, key, answer);
        }
    }

    // Failed requests are reported as answers. An exception here comes from a property value that cannot be written, or from application shutdown (FM-20).
    private RemoteAnswer Broke(string? key, Exception exception)
    {
        if (throttle.IsDue(LogEvents.FlagDecisionBroke, key ?? "*"))
        {
            logger.FlagDecisionBroke(key ?? "*", exception);
        }

        return RemoteFailures.RequestFailed.As(FlagSource.Remote);
    }

    private RemoteAnswer Pin(in FlagQuestion question, string? key, RemoteAnswer answer)
    {
        known.Add(answer);
        if (question.State is not { } state)
        {
            return answer;
        }

        // The pins end when the switch is turned. They are found first, so a refusal from before the turn cannot get into those after it.
        var pins = RequestPins.Of(state);
        bool isOutdated = answer.Failure == FlagReason.Disabled && posthog.IsOn;
        return isOutdated ? answer : pins.PinAnswer(question.Caller, answer.IsPending ? null : PinnedKey(key), answer);
    }
}
