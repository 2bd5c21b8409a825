using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Answers PostHog's flags without Microsoft's manager. It stays synchronous only while no application code runs, that is, when the caller is pinned, pushed
/// or passed as a <see cref="PostHogTargetingContext"/>. Otherwise, async-locals that an accessor sets would leak, and its exceptions would be thrown
/// synchronously instead of through the returned task.
/// </summary>
internal sealed class FastPath(
    FeatureFinder finder,
    FlagAccess access,
    CurrentRequests requests,
    AmbientCaller ambient,
    ExplicitCaller explicitCaller,
    PostHogFilterCore core,
    ManagerServices manager)
{
    /// <summary>False when the name is not PostHog's, or when Microsoft's manager has to refuse the call.</summary>
    public bool TryFind(string feature, object? appContext, CancellationToken cancellationToken, out FastPathRequest request)
    {
        if (!string.IsNullOrEmpty(feature) && !cancellationToken.IsCancellationRequested)
        {
            CurrentRequest? current = requests.Find();
            FeatureSet? set = finder.SetOf(current?.State);
            if ((finder.Find(feature, set) ?? FindByRoute(feature, set)) is { } entry)
            {
                request = new FastPathRequest(entry, current, FindKnownCaller(appContext, current), appContext, cancellationToken);
                return true;
            }
        }

        request = default;
        return false;
    }

    /// <summary>
    /// For a name that <see cref="TryFind(string, object?, CancellationToken, out FastPathRequest)"/> does not find because a provider of the application's has
    /// to wait, or because the call is cancelled. True when not every caller may have the flag.
    /// </summary>
    public bool TryGuard(string feature, object? appContext, CancellationToken cancellationToken, out FastPathRequest request)
    {
        if (!string.IsNullOrEmpty(feature) && finder.FindGuarded(feature) is { } entry)
        {
            CurrentRequest? current = requests.Find();
            request = new FastPathRequest(entry, current, FindKnownCaller(appContext, current), appContext, cancellationToken);
            return true;
        }

        request = default;
        return false;
    }

    /// <summary>Like the other overload, when the request has been looked up and the ambient caller is known.</summary>
    public bool TryFind(string feature, CurrentRequest? current, in Caller caller, out FastPathRequest request)
    {
        FeatureSet? set = finder.SetOf(current?.State);
        if (!string.IsNullOrEmpty(feature) && (finder.Find(feature, set) ?? FindByRoute(feature, set)) is { } entry)
        {
            request = new FastPathRequest(entry, current, caller, null, CancellationToken.None);
            return true;
        }

        request = default;
        return false;
    }

    /// <summary>Answers where the caller is known and no waiting is needed. When it returns false, <see cref="CompleteAsync"/> goes on with what it returned.</summary>
    public bool TryGet(in FastPathRequest request, out FlagAnswer answer)
    {
        if (request.Caller is { } caller)
        {
            return access.TryGet(Ask(request, caller), out answer);
        }

        answer = default;
        return false;
    }

    /// <param name="request">What was asked.</param>
    /// <param name="undecided">What <see cref="TryGet"/> returned.</param>
    public ValueTask<FlagAnswer> CompleteAsync(in FastPathRequest request, in FlagAnswer undecided) =>
        request.Caller is { } caller ? access.CompleteAsync(Ask(request, caller), undecided) : FindCallerAsync(request);

    /// <summary>The caller whom the call names, else the ambient caller.</summary>
    public ValueTask<Caller> GetCallerAsync(in FastPathRequest request) => request switch
    {
        { Caller: { } known } => new ValueTask<Caller>(known),
        { AppContext: { } context } => explicitCaller.GetAsync(request.Entry.Name, context, manager, request.CancellationToken),
        _ => ambient.FindAsync(request.Request, manager, request.CancellationToken),
    };

    // Finds a key that differs in case only, for example. Microsoft's manager handles a provider of the application's that has to wait.
    private FeatureEntry? FindByRoute(string feature, FeatureSet? set)
    {
        ValueTask<FeatureEntry?> entry = finder.RouteAsync(feature, set);
        return entry.IsCompletedSuccessfully ? entry.Result : null;
    }

    private Caller? FindKnownCaller(object? appContext, CurrentRequest? request)
    {
        if (appContext is not null)
        {
            return appContext is PostHogTargetingContext known ? Caller.OfApplication(known.Context) : null;
        }

        return ambient.TryGet(request, manager, out Caller caller) ? caller : null;
    }

    private FlagQuestion Ask(in FastPathRequest request, in Caller caller) =>
        core.Ask(request.Entry, caller, request.AppContext, request.Request?.State, request.CancellationToken);

    private async ValueTask<FlagAnswer> FindCallerAsync(FastPathRequest request)
    {
        Caller caller = await GetCallerAsync(request).ConfigureAwait(false);
        return await access.GetAsync(Ask(request, caller)).ConfigureAwait(false);
    }
}
