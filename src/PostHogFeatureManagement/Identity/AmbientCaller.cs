using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Identity.Steps;

namespace PostHogFeatureManagement.Identity;

/// <summary>
/// The caller when a call does not name one: the context pushed for this asynchronous flow, or else the one of the Blazor circuit, or else the one pinned for the
/// request, or else what the <see cref="CallerChain"/> finds, which is then pinned.
/// </summary>
internal sealed class AmbientCaller(CurrentRequests requests, CallerChain chain)
{
    /// <summary>Like the other overload, with a look at the current request.</summary>
    public bool TryGet(ManagerServices manager, out CurrentRequest? request, out Caller caller)
    {
        request = requests.Find();
        return TryGet(request, manager, out caller);
    }

    /// <summary>Gets the caller if they are already known. No code of the application runs.</summary>
    /// <param name="request">The current request. Null outside requests.</param>
    /// <param name="manager">The services of the feature manager that asks.</param>
    /// <param name="caller">The caller.</param>
    public bool TryGet(CurrentRequest? request, ManagerServices manager, out Caller caller)
    {
        if (PostHogContext.Pushed is { } pushed)
        {
            caller = Caller.OfApplication(pushed);
            return true;
        }

        return TryGetPinned(request, manager, out caller);
    }

    /// <param name="request">The current request. Null outside requests.</param>
    /// <param name="manager">The services of the feature manager that asks.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<Caller> GetAsync(CurrentRequest? request, ManagerServices manager, CancellationToken cancellationToken) =>
        TryGet(request, manager, out Caller known) ? new ValueTask<Caller>(known) : FindAsync(request, manager, cancellationToken);

    /// <summary>The caller of the current request, even if another one is pushed.</summary>
    public ValueTask<Caller> GetOfRequestAsync(ManagerServices manager, CancellationToken cancellationToken)
    {
        CurrentRequest? request = requests.Find();
        return TryGetPinned(request, manager, out Caller known) ? new ValueTask<Caller>(known) : FindAsync(request, manager, cancellationToken);
    }

    /// <summary>Looks for a caller whom <see cref="TryGet(CurrentRequest?, ManagerServices, out Caller)"/> does not know.</summary>
    /// <param name="request">The current request. Null outside requests.</param>
    /// <param name="manager">The services of the feature manager that asks.</param>
    /// <param name="cancellationToken">Cancels this caller's wait only.</param>
    public ValueTask<Caller> FindAsync(CurrentRequest? request, ManagerServices manager, CancellationToken cancellationToken)
    {
        if (chain.IsOff)
        {
            // Not pinned, because the same request may ask again when PostHog is switched on.
            return new ValueTask<Caller>(Caller.Nobody);
        }

        return chain.RunsOwnCodeOnly && request?.State is { } state
            ? new ValueTask<Caller>(FindAndPin(request, state))
            : FindWithApplicationAsync(request, manager, cancellationToken);
    }

    private Caller FindAndPin(CurrentRequest request, RequestState state)
    {
        var query = CallerQuery.OfCurrent(requests.HttpContext, chain.ReadsTracing, isOutsideRequests: false, mayAskApplication: false);
        return state.Pin(new PinnedCaller(request.Principal, chain.Find(query))).TryGet(out Caller caller) ? caller : Caller.Nobody;
    }

    private async ValueTask<Caller> FindWithApplicationAsync(CurrentRequest? request, ManagerServices manager, CancellationToken cancellationToken)
    {
        // An accessor or consent service of the application that checks a flag must not wait for its own answer.
        bool isInsideAnswer = (chain.AsksApplication && ApplicationServices.IsAsking) || VisitorConsent.IsAsking;
        if (request?.Circuit is { } circuit)
        {
            return isInsideAnswer ? Caller.Nobody : await circuit.GetAsync(cancellationToken).ConfigureAwait(false);
        }

        HttpContext? httpContext = requests.HttpContext;
        bool isOutsideRequests = httpContext is null && !requests.HasVisitor;
        var query = CallerQuery.OfCurrent(httpContext, chain.ReadsTracing, isOutsideRequests, chain.AsksApplication && !isInsideAnswer);
        query = manager.Services is { } services ? query with { Services = services } : query;
        if (isInsideAnswer || request?.State is not { } state || !IsOfRequest(manager))
        {
            return await chain.FindAsync(query with { CancellationToken = cancellationToken }).ConfigureAwait(false);
        }

        PinnedCaller pinned = chain.AsksApplication
            ? new PinnedCaller(request.Principal, () => FindOnceAsync(query))
            : new PinnedCaller(request.Principal, await chain.FindAsync(query).ConfigureAwait(false));
        return await state.Pin(pinned).GetAsync(cancellationToken).ConfigureAwait(false);
    }

    private bool TryGetPinned(CurrentRequest? request, ManagerServices manager, out Caller caller)
    {
        if (request is not null && (request.Circuit ?? (IsOfRequest(manager) ? request.State?.CallerOf(request.Principal) : null)) is { } pinned)
        {
            return pinned.TryGet(out caller);
        }

        caller = default;
        return false;
    }

    // The application is asked for all checks of the request, so none of them can cancel it.
    private async Task<Caller> FindOnceAsync(CallerQuery query)
    {
        try
        {
            return await chain.FindAsync(query).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The request was aborted.
            return Caller.Nobody;
        }
    }

    // A manager in another DI scope than the request's, such as one for each tenant of a job, can have another caller there.
    private bool IsOfRequest(ManagerServices manager) => manager.Services is null || !chain.AsksApplication || AreOfRequest(manager.Services);

    private bool AreOfRequest(IServiceProvider services)
    {
        try
        {
            return ReferenceEquals(services, requests.HttpContext?.RequestServices);
        }
        catch (ObjectDisposedException)
        {
            return false;
        }
    }
}
