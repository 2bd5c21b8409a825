namespace PostHogFeatureManagement.Flags;

/// <summary>Who is asking when a call does not say: the context pushed for this flow, else the request's caller.</summary>
internal sealed class AmbientCaller(IFlagScopeAccessor scopes, IAmbientContextSource source)
{
    private readonly bool _isStable = source.IsStablePerRequest;

    public ValueTask<PostHogContext> GetAsync(CancellationToken cancellationToken)
    {
        if (PostHogContext.Pushed is { } pushed)
        {
            return new ValueTask<PostHogContext>(pushed);
        }

        FlagScope? scope = _isStable ? scopes.Current : null;
        if (scope?.Caller is { } pinned)
        {
            return new ValueTask<PostHogContext>(pinned);
        }

        ValueTask<PostHogContext> pending = source.GetContextAsync(cancellationToken);
        if (scope is null)
        {
            return pending;
        }

        return pending.IsCompletedSuccessfully
            ? new ValueTask<PostHogContext>(scope.PinCaller(pending.Result))
            : Awaited(scope, pending);

        static async ValueTask<PostHogContext> Awaited(FlagScope scope, ValueTask<PostHogContext> pending) =>
            scope.PinCaller(await pending.ConfigureAwait(false));
    }
}
