namespace PostHogFeatureManagement.Flags;

/// <summary>Who is asking when a call does not say: the context pushed for this flow, else the request's caller.</summary>
internal sealed class AmbientCaller(IRequestStateAccessor scopes, IAmbientContextSource source)
{
    private readonly bool _isStable = source.IsStablePerRequest;

    public ValueTask<PostHogContext> GetAsync(CancellationToken cancellationToken) => GetAsync(ManagerServices.None, cancellationToken);

    /// <param name="callScope">Where the application's scoped services are.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only.</param>
    public ValueTask<PostHogContext> GetAsync(ManagerServices callScope, CancellationToken cancellationToken)
    {
        if (PostHogContext.Pushed is { } pushed)
        {
            return new ValueTask<PostHogContext>(pushed);
        }

        object? principal = null;
        RequestState? scope = _isStable ? scopes.Find(out principal) : null;
        if (scope is null)
        {
            return source.GetContextAsync(callScope, cancellationToken);
        }

        return scope.TryGetCaller(principal, out PostHogContext? pinned)
            ? new ValueTask<PostHogContext>(pinned)
            : FindAsync(scope, principal, callScope, cancellationToken);
    }

    private ValueTask<PostHogContext> FindAsync(RequestState scope, object? principal, ManagerServices callScope, CancellationToken cancellationToken)
    {
        ValueTask<PostHogContext> pending = source.GetContextAsync(callScope, cancellationToken);
        return pending.IsCompletedSuccessfully
            ? new ValueTask<PostHogContext>(scope.PinCaller(principal, pending.Result))
            : Awaited(scope, principal, pending);

        static async ValueTask<PostHogContext> Awaited(RequestState scope, object? principal, ValueTask<PostHogContext> pending) =>
            scope.PinCaller(principal, await pending.ConfigureAwait(false));
    }
}
