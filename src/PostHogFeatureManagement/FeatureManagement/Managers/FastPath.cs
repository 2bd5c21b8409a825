using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Answers PostHog's flags without Microsoft's manager. It stays synchronous only while no application code runs, that is, when the caller is pinned, pushed
/// or passed as a <see cref="PostHogTargetingContext"/>. Otherwise, async-locals that an accessor sets would leak, and its exceptions would be thrown
/// synchronously instead of through the returned task.
/// </summary>
internal sealed class FastPath(
    FeatureFinder finder,
    FlagAccess access,
    IRequestStateAccessor states,
    AmbientCaller ambient,
    ExplicitCaller explicitCaller,
    PostHogFilterCore core,
    ManagerServices manager)
{
    /// <summary>Null when the name is not PostHog's, or when Microsoft's manager has to refuse the call.</summary>
    public FeatureEntry? Find(string feature, CancellationToken cancellationToken, out FastPathRequest request)
    {
        if (string.IsNullOrEmpty(feature) || cancellationToken.IsCancellationRequested)
        {
            request = default;
            return null;
        }

        RequestState? state = states.Find(out object? principal);
        request = new FastPathRequest(state, principal, cancellationToken);
        FeatureSet? set = finder.SetOf(state);
        return finder.Find(feature, set) ?? FindByRoute(feature, set);
    }

    /// <summary>The answer for the ambient caller.</summary>
    public ValueTask<FlagAnswer> GetAsync(FeatureEntry entry, in FastPathRequest request) =>
        ambient.TryGet(request.State, request.Principal, out PostHogContext? caller)
            ? access.GetAsync(core.Ask(entry, caller, null, request.State, request.CancellationToken))
            : FindCallerAsync(entry, null, request);

    /// <summary>The answer for the caller that a context object stands for.</summary>
    public ValueTask<FlagAnswer> GetAsync(FeatureEntry entry, object appContext, in FastPathRequest request) =>
        appContext is PostHogTargetingContext posthog
            ? access.GetAsync(core.Ask(entry, posthog.Context, appContext, request.State, request.CancellationToken))
            : FindCallerAsync(entry, appContext, request);

    /// <summary>The ambient caller, for Microsoft's manager.</summary>
    public ValueTask<PostHogContext> GetCallerAsync(in FastPathRequest request) =>
        ambient.GetAsync(request.State, request.Principal, manager, request.CancellationToken);

    // A key that differs in case only, for example. An application's provider that has to wait is left to Microsoft's manager, which asks it as well.
    private FeatureEntry? FindByRoute(string feature, FeatureSet? set)
    {
        ValueTask<FeatureEntry?> entry = finder.RouteAsync(feature, set);
        return entry.IsCompletedSuccessfully ? entry.Result : null;
    }

    private async ValueTask<FlagAnswer> FindCallerAsync(FeatureEntry entry, object? appContext, FastPathRequest request)
    {
        PostHogContext caller = appContext is null
            ? await GetCallerAsync(request).ConfigureAwait(false)
            : await explicitCaller.GetAsync(appContext, manager, request.CancellationToken).ConfigureAwait(false);
        return await access.GetAsync(core.Ask(entry, caller, appContext, request.State, request.CancellationToken)).ConfigureAwait(false);
    }
}
