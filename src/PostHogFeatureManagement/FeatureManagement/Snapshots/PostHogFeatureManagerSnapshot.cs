using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.FeatureManagement.Managers;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// Keeps one answer per flag and context for the lifetime of a request. It replaces Microsoft.FeatureManagement's snapshot, which keeps one answer per flag and
/// remembers cancellations (FM-07). Like Microsoft's snapshot, it asks the registered <see cref="IFeatureManager"/> through one interface and the registered
/// <see cref="IVariantFeatureManager"/> through the other. An application can replace either. When a context object is of the application's own type and the
/// application's code may read it, the answer is not kept, because the snapshot cannot tell whether the object's content is still the same at the next check.
/// </summary>
internal sealed class PostHogFeatureManagerSnapshot : IFeatureManagerSnapshot, IVariantFeatureManagerSnapshot
{
    private readonly IFeatureManager _manager;
    private readonly IVariantFeatureManager _variantManager;
    private readonly ManagerServices _services;
    private readonly SnapshotServices _shared;
    private SwitchPhase _phase;
    private SnapshotEntries<bool> _enabled;
    private SnapshotEntries<bool> _variantEnabled;
    private SnapshotEntries<Variant>? _variants;

    public PostHogFeatureManagerSnapshot(IFeatureManager manager, IVariantFeatureManager variantManager, ManagerServices services, SnapshotServices shared)
    {
        _manager = manager;
        _variantManager = variantManager;
        _services = services;
        _shared = shared;
        _phase = shared.Switch.Phase;
        _enabled = new SnapshotEntries<bool>();
        _variantEnabled = ReferenceEquals(manager, variantManager) ? _enabled : new SnapshotEntries<bool>();
    }

    private SnapshotEntries<bool> Enabled
    {
        get
        {
            ForgetAfterTurn();
            return _enabled;
        }
    }

    private SnapshotEntries<bool> VariantEnabled
    {
        get
        {
            ForgetAfterTurn();
            return _variantEnabled;
        }
    }

    private SnapshotEntries<Variant> Variants
    {
        get
        {
            ForgetAfterTurn();
            return LazyInitializer.EnsureInitialized(ref _variants, static () => new SnapshotEntries<Variant>());
        }
    }

    public IAsyncEnumerable<string> GetFeatureNamesAsync() => _manager.GetFeatureNamesAsync();

    public IAsyncEnumerable<string> GetFeatureNamesAsync(CancellationToken cancellationToken = default) => _variantManager.GetFeatureNamesAsync(cancellationToken);

    public Task<bool> IsEnabledAsync(string feature)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return GetAsync(
            Enabled,
            feature,
            static asked => asked.Snapshot._manager is PostHogFeatureManager ours
                ? ours.IsEnabledAsync(asked.Feature, asked.Request, asked.Caller)
                : new ValueTask<bool>(asked.Snapshot._manager.IsEnabledAsync(asked.Feature)),
            CancellationToken.None).AsTask();
    }

    public ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return GetAsync(
            VariantEnabled,
            feature,
            static asked => asked.Snapshot._variantManager is PostHogFeatureManager ours
                ? ours.IsEnabledAsync(asked.Feature, asked.Request, asked.Caller)
                : asked.Snapshot._variantManager.IsEnabledAsync(asked.Feature, CancellationToken.None),
            cancellationToken);
    }

    public async Task<bool> IsEnabledAsync<TContext>(string feature, TContext context)
    {
        if (context is null || !await IsRememberedAsync(_manager, feature, context).ConfigureAwait(false))
        {
            return await _manager.IsEnabledAsync(feature, context).ConfigureAwait(false);
        }

        return await Enabled.GetAsync(
            await GetKeyAsync(feature, context, CancellationToken.None).ConfigureAwait(false),
            (_manager, feature, context),
            static asked => new ValueTask<bool>(asked._manager.IsEnabledAsync(asked.feature, asked.context)),
            CancellationToken.None).ConfigureAwait(false);
    }

    public async ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default)
    {
        if (context is null || !await IsRememberedAsync(_variantManager, feature, context).ConfigureAwait(false))
        {
            return await _variantManager.IsEnabledAsync(feature, context, cancellationToken).ConfigureAwait(false);
        }

        return await VariantEnabled.GetAsync(
            await GetKeyAsync(feature, context, cancellationToken).ConfigureAwait(false),
            (_variantManager, feature, context),
            static asked => asked._variantManager.IsEnabledAsync(asked.feature, asked.context, CancellationToken.None),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return GetAsync(
            Variants,
            feature,
            static asked => asked.Snapshot._variantManager is PostHogFeatureManager ours
                ? ours.GetVariantAsync(asked.Feature, asked.Request, asked.Caller)
                : asked.Snapshot._variantManager.GetVariantAsync(asked.Feature, CancellationToken.None),
            cancellationToken);
    }

    public async ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default)
    {
        if (context is null || !await IsRememberedAsync(_variantManager, feature, context).ConfigureAwait(false))
        {
            return await _variantManager.GetVariantAsync(feature, context, cancellationToken).ConfigureAwait(false);
        }

        return await Variants.GetAsync(
            await GetKeyAsync(feature, context, cancellationToken).ConfigureAwait(false),
            (_variantManager, feature, context),
            static asked => asked._variantManager.GetVariantAsync(asked.feature, asked.context, CancellationToken.None),
            cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<T> GetAsync<T>(SnapshotEntries<T> answers, string feature, Func<Asked, ValueTask<T>> ask, CancellationToken cancellationToken)
    {
        if (_shared.Ambient.TryGet(_services, out CurrentRequest? request, out Caller known))
        {
            return Get(answers, new Asked(this, feature, request, known), ask, cancellationToken);
        }

        // Most callers are found without a wait.
        ValueTask<Caller> caller = _shared.Ambient.FindAsync(request, _services, cancellationToken);
        return caller.IsCompletedSuccessfully
            ? Get(answers, new Asked(this, feature, request, caller.Result), ask, cancellationToken)
            : Awaited(answers, new Asked(this, feature, request, default), caller, ask, cancellationToken);

        static ValueTask<T> Get(SnapshotEntries<T> answers, in Asked asked, Func<Asked, ValueTask<T>> ask, CancellationToken cancellationToken) =>
            answers.GetAsync(new SnapshotKey(asked.Feature, asked.Caller, origin: null), asked, ask, cancellationToken);

        static async ValueTask<T> Awaited(
            SnapshotEntries<T> answers, Asked asked, ValueTask<Caller> caller, Func<Asked, ValueTask<T>> ask, CancellationToken cancellationToken) =>
            await Get(answers, asked with { Caller = await caller.ConfigureAwait(false) }, ask, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>No answer outlasts a turn of the switch. One that is still being computed goes to those who wait for it.</summary>
    private void ForgetAfterTurn()
    {
        if (!ReferenceEquals(Volatile.Read(ref _phase), _shared.Switch.Phase))
        {
            Forget();
        }
    }

    private void Forget()
    {
        lock (this)
        {
            SwitchPhase phase = _shared.Switch.Phase;
            if (!ReferenceEquals(_phase, phase))
            {
                bool isShared = ReferenceEquals(_enabled, _variantEnabled);
                _enabled = new SnapshotEntries<bool>();
                _variantEnabled = isShared ? _enabled : new SnapshotEntries<bool>();
                _variants = null;
                Volatile.Write(ref _phase, phase);
            }
        }
    }

    private async ValueTask<bool> IsRememberedAsync(object manager, string feature, object context)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return SnapshotOrigin.IsKnown(context) || (manager is PostHogFeatureManager && !await _shared.Catalog.MayKnowAsync(feature).ConfigureAwait(false));
    }

    private async ValueTask<SnapshotKey> GetKeyAsync(string feature, object context, CancellationToken cancellationToken)
    {
        var origin = SnapshotOrigin.Of(context);
        Caller caller = await _shared.ExplicitCaller.GetAsync(feature, context, _services, cancellationToken).ConfigureAwait(false);
        return new SnapshotKey(feature, caller, origin);
    }

    /// <summary>A question about the ambient caller. The manager gets the caller that the answer is kept for, and does not look for it again.</summary>
    private readonly record struct Asked(PostHogFeatureManagerSnapshot Snapshot, string Feature, CurrentRequest? Request, Caller Caller);
}
