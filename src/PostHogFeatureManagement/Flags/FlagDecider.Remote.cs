using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>The part of a decision that PostHog's servers make.</summary>
internal sealed partial class FlagDecider
{
    /// <summary>PostHog's answer about one flag, by way of the request and the cache.</summary>
    public ValueTask<FlagResult> AskAsync(string flagKey, PostHogContext context, CancellationToken cancellationToken)
    {
        ValueTask<RemoteAnswer> pending = GetAnswerAsync(flagKey, false, context, cancellationToken);
        return pending.IsCompletedSuccessfully ? new ValueTask<FlagResult>(Read(pending.Result, flagKey)) : Awaited(pending, flagKey);

        static async ValueTask<FlagResult> Awaited(ValueTask<RemoteAnswer> pending, string flagKey) => Read(await pending.ConfigureAwait(false), flagKey);
    }

    /// <summary>
    /// The flag whose key is the name in other letter case, for when PostHog's answer has none of exactly that name (FM-17). It looks into what was answered and asks for nothing more;
    /// without result caching the answer was about that one name.
    /// </summary>
    public async ValueTask<FlagResult> DecideIgnoringCaseAsync(string name, PostHogContext context, CancellationToken cancellationToken)
    {
        if (!_cachesAnswers)
        {
            return FlagResult.NoValue(FlagReason.FlagNotFound);
        }

        RemoteAnswer answer = await GetAnswerAsync(null, false, context, cancellationToken).ConfigureAwait(false);
        foreach (RemoteFlag flag in answer.Flags)
        {
            if (string.Equals(flag.Key, name, StringComparison.OrdinalIgnoreCase))
            {
                return flag.ToResult(answer.Source);
            }
        }

        return FlagResult.NoValue(answer.MissingReason());
    }

    private static FlagResult Read(RemoteAnswer answer, string flagKey) =>
        answer.TryGet(flagKey, out RemoteFlag? flag) ? flag.ToResult(answer.Source) : FlagResult.NoValue(answer.MissingReason());

    private async ValueTask<FlagResults> CompleteAsync(FlagResults local, PostHogContext context, CancellationToken cancellationToken) =>
        local.With(await GetAnswerAsync(null, _refreshesOnGetAll, context, cancellationToken).ConfigureAwait(false));

    /// <summary>The request's answer if it has one, else PostHog's or the cache's. Without result caching an answer is about one flag, and pinned as such.</summary>
    private ValueTask<RemoteAnswer> GetAnswerAsync(string? flagKey, bool anew, PostHogContext context, CancellationToken cancellationToken)
    {
        RequestState? scope = scopes.Current;
        string? pinnedKey = _cachesAnswers ? null : flagKey;
        if (scope is not null && scope.TryGetAnswer(context, pinnedKey, out RemoteAnswer? pinned))
        {
            return new ValueTask<RemoteAnswer>(pinned);
        }

        ValueTask<RemoteAnswer> pending;
        try
        {
            pending = anew
                ? remote.RefreshAllAsync(context, cancellationToken)
                : remote.GetAsync(context, flagKey, cancellationToken);
        }
        catch (Exception exception) when (!IsCallersOwn(exception, cancellationToken))
        {
            return new ValueTask<RemoteAnswer>(Pin(scope, context, pinnedKey, Broke(flagKey, exception)));
        }

        return pending.IsCompletedSuccessfully
            ? new ValueTask<RemoteAnswer>(Pin(scope, context, pinnedKey, pending.Result))
            : Awaited(this, pending, scope, flagKey, pinnedKey, context, cancellationToken);

        static async ValueTask<RemoteAnswer> Awaited(
            FlagDecider self,
            ValueTask<RemoteAnswer> pending,
            RequestState? scope,
            string? flagKey,
            string? pinnedKey,
            PostHogContext context,
            CancellationToken cancellationToken)
        {
            RemoteAnswer answer;
            try
            {
                answer = await pending.ConfigureAwait(false);
            }
            catch (Exception exception) when (!IsCallersOwn(exception, cancellationToken))
            {
                answer = self.Broke(flagKey, exception);
            }

            return self.Pin(scope, context, pinnedKey, answer);
        }
    }

    private static bool IsCallersOwn(Exception exception, CancellationToken cancellationToken) =>
        exception is OperationCanceledException && cancellationToken.IsCancellationRequested;

    // Requests report their failures as answers, so this is a property value that cannot be written, or an application that is shutting down (FM-20).
    private RemoteAnswer Broke(string? flagKey, Exception exception)
    {
        Report(flagKey ?? "*", exception);
        return RemoteFailures.RequestFailed.As(FlagSource.Remote);
    }

    private RemoteAnswer Pin(RequestState? scope, PostHogContext context, string? pinnedKey, RemoteAnswer answer)
    {
        seen.Add(answer);
        return scope is null ? answer : scope.PinAnswer(context, pinnedKey, answer);
    }
}
