using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Snapshots;

/// <summary>
/// One answer per flag and context for the life of a request. It takes the place of Microsoft.FeatureManagement's snapshot, which keys on the flag alone
/// and remembers cancellations (FM-07). For a configured flag an object of the application's own type is not remembered, because nothing tells whether it is still the same the next time.
/// </summary>
internal sealed class PostHogFeatureManagerSnapshot(
    IVariantFeatureManager manager,
    FastPath direct,
    AmbientCaller ambient,
    ExplicitCaller explicitCaller,
    ConfigurationCatalog catalog,
    ManagerServices scope) : IFeatureManagerSnapshot, IVariantFeatureManagerSnapshot
{
    private readonly SnapshotAnswers<bool> _enabled = new();
    private readonly SnapshotAnswers<Variant> _variants = new();

    public IAsyncEnumerable<string> GetFeatureNamesAsync() => manager.GetFeatureNamesAsync(CancellationToken.None);

    public IAsyncEnumerable<string> GetFeatureNamesAsync(CancellationToken cancellationToken = default) => manager.GetFeatureNamesAsync(cancellationToken);

    public Task<bool> IsEnabledAsync(string feature) => IsEnabledAsync(feature, CancellationToken.None).AsTask();

    public Task<bool> IsEnabledAsync<TContext>(string feature, TContext context) => IsEnabledAsync(feature, context, CancellationToken.None).AsTask();

    public ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feature);
        ValueTask<PostHogContext> caller = ambient.GetAsync(scope, cancellationToken);
        return caller.IsCompletedSuccessfully ? Get(this, feature, caller.Result, cancellationToken) : Awaited(this, feature, caller, cancellationToken);

        static async ValueTask<bool> Awaited(PostHogFeatureManagerSnapshot self, string feature, ValueTask<PostHogContext> caller, CancellationToken cancellationToken) =>
            await Get(self, feature, await caller.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

        static ValueTask<bool> Get(PostHogFeatureManagerSnapshot self, string feature, PostHogContext caller, CancellationToken cancellationToken) =>
            self._enabled.GetAsync(
                new SnapshotKey(feature, caller, origin: null),
                (self, feature, caller),
                static state => state.self.CheckAsync(state.feature, state.caller),
                cancellationToken);
    }

    public async ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default)
    {
        if (context is null || !await IsRememberedAsync(feature, context).ConfigureAwait(false))
        {
            return await manager.IsEnabledAsync(feature, context, cancellationToken).ConfigureAwait(false);
        }

        return await _enabled.GetAsync(
            await GetKeyAsync(feature, context, cancellationToken).ConfigureAwait(false),
            (manager, feature, context),
            static state => state.manager.IsEnabledAsync(state.feature, state.context, CancellationToken.None),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feature);
        PostHogContext caller = await ambient.GetAsync(scope, cancellationToken).ConfigureAwait(false);
        return await _variants.GetAsync(
            new SnapshotKey(feature, caller, origin: null),
            (manager, feature),
            static state => state.manager.GetVariantAsync(state.feature, CancellationToken.None),
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default)
    {
        if (context is null || !await IsRememberedAsync(feature, context).ConfigureAwait(false))
        {
            return await manager.GetVariantAsync(feature, context, cancellationToken).ConfigureAwait(false);
        }

        return await _variants.GetAsync(
            await GetKeyAsync(feature, context, cancellationToken).ConfigureAwait(false),
            (manager, feature, context),
            static state => state.manager.GetVariantAsync(state.feature, state.context, CancellationToken.None),
            cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> CheckAsync(string feature, PostHogContext caller) =>
        direct.TryCheck(manager, feature, caller) is { } answer ? new ValueTask<bool>(answer) : manager.IsEnabledAsync(feature, CancellationToken.None);

    private async ValueTask<bool> IsRememberedAsync(string feature, object context)
    {
        ArgumentNullException.ThrowIfNull(feature);
        return SnapshotOrigin.IsKnown(context) || !await catalog.MayKnowAsync(feature).ConfigureAwait(false);
    }

    private async ValueTask<SnapshotKey> GetKeyAsync(string feature, object context, CancellationToken cancellationToken)
    {
        var origin = SnapshotOrigin.Of(context);
        return new SnapshotKey(feature, await explicitCaller.GetAsync(context, scope, cancellationToken).ConfigureAwait(false), origin);
    }
}
