using System.Diagnostics.CodeAnalysis;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>The caller when a call does not name one: the context pushed for this asynchronous flow, or else the request's caller.</summary>
internal sealed class AmbientCaller(IRequestStateAccessor states, IAmbientContextSource source)
{
    private readonly bool _isStable = source.IsStablePerRequest;

    /// <summary>Gets the caller if they are already known. No application code runs.</summary>
    /// <param name="state">The state of the current request. Null outside requests.</param>
    /// <param name="principal">The user who is currently signed in.</param>
    /// <param name="caller">The caller.</param>
    public bool TryGet(RequestState? state, object? principal, [NotNullWhen(true)] out PostHogContext? caller)
    {
        caller = PostHogContext.Pushed;
        return caller is not null || (_isStable && state is not null && state.TryGetCaller(principal, out caller));
    }

    public ValueTask<PostHogContext> GetAsync(CancellationToken cancellationToken) => GetAsync(ManagerServices.None, cancellationToken);

    /// <param name="services">The services of the feature manager that asks.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<PostHogContext> GetAsync(ManagerServices services, CancellationToken cancellationToken) =>
        GetAsync(states.Find(out object? principal), principal, services, cancellationToken);

    /// <inheritdoc cref="GetAsync(ManagerServices, CancellationToken)"/>
    /// <param name="services">Where the application's scoped services are.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller only.</param>
    /// <param name="state">The state of the current request. Null outside requests.</param>
    public ValueTask<PostHogContext> GetAsync(ManagerServices services, CancellationToken cancellationToken, out RequestState? state)
    {
        state = states.Find(out object? principal);
        return GetAsync(state, principal, services, cancellationToken);
    }


    /// <param name="state">The state of the current request. Null outside requests.</param>
    /// <param name="principal">The user who is currently signed in.</param>
    /// <param name="services">The services of the feature manager that asks.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<PostHogContext> GetAsync(RequestState? state, object? principal, ManagerServices services, CancellationToken cancellationToken)
    {
        if (TryGet(state, principal, out PostHogContext? known))
        {
            return new ValueTask<PostHogContext>(known);
        }

        ValueTask<PostHogContext> pending = source.GetContextAsync(services, cancellationToken);
        if (state is null || !_isStable)
        {
            return pending;
        }

        return pending.IsCompletedSuccessfully
            ? new ValueTask<PostHogContext>(state.PinCaller(principal, pending.Result))
            : Awaited(state, principal, pending);

        static async ValueTask<PostHogContext> Awaited(RequestState state, object? principal, ValueTask<PostHogContext> pending) =>
            state.PinCaller(principal, await pending.ConfigureAwait(false));
    }
}
