using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Replaces Microsoft's manager. PostHog's flags take the fast path when Microsoft's manager would only ask this library's filter (FM-24). Every other case
/// goes to Microsoft's manager: configured flags, session managers, telemetry, the application's own manager, null or empty names, and cancelled calls.
/// </summary>
internal sealed class PostHogFeatureManager(MicrosoftsManager microsofts, ManagerRoles roles, FastPath path, InvolvedManager involved) : IFeatureManager, IVariantFeatureManager
{
    public IAsyncEnumerable<string> GetFeatureNamesAsync() => microsofts.Value.GetFeatureNamesAsync();

    public IAsyncEnumerable<string> GetFeatureNamesAsync(CancellationToken cancellationToken = default) => microsofts.Value.GetFeatureNamesAsync(cancellationToken);

    public Task<bool> IsEnabledAsync(string feature) => IsEnabledAsync(feature, CancellationToken.None).AsTask();

    public Task<bool> IsEnabledAsync<TContext>(string feature, TContext context) => IsEnabledAsync(feature, context, CancellationToken.None).AsTask();

    public ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default) =>
        Find(feature, null, cancellationToken, out FastPathRequest request) switch
        {
            ManagerRole.PassThrough => IsEnabledAsync(request),
            ManagerRole.Involved => involved.IsEnabledAsync(feature, request),
            _ => microsofts.Value.IsEnabledAsync(feature, cancellationToken),
        };

    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default) =>
        FindFor(feature, context, cancellationToken, out FastPathRequest request) switch
        {
            ManagerRole.PassThrough => IsEnabledAsync(request),
            ManagerRole.Involved => involved.IsEnabledAsync(feature, context, request),
            _ => microsofts.Value.IsEnabledAsync(feature, context, cancellationToken),
        };

    public ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default) =>
        Find(feature, null, cancellationToken, out FastPathRequest request) switch
        {
            ManagerRole.PassThrough => GetVariantAsync(request),
            ManagerRole.Involved => involved.GetVariantAsync(feature, request),
            _ => microsofts.Value.GetVariantAsync(feature, cancellationToken),
        };

    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default) =>
        FindFor(feature, context, cancellationToken, out FastPathRequest request) switch
        {
            ManagerRole.PassThrough => GetVariantAsync(request),
            ManagerRole.Involved => involved.GetVariantAsync(feature, context, request),
            _ => microsofts.Value.GetVariantAsync(feature, context, cancellationToken),
        };

    /// <summary>For the snapshot, which has already found the ambient caller that it keeps the answer for.</summary>
    public ValueTask<bool> IsEnabledAsync(string feature, CurrentRequest? current, in Caller caller) =>
        Find(feature, current, caller, out FastPathRequest request) switch
        {
            ManagerRole.PassThrough => IsEnabledAsync(request),
            ManagerRole.Involved => involved.IsEnabledAsync(feature, request),
            _ => microsofts.Value.IsEnabledAsync(feature, CancellationToken.None),
        };

    /// <inheritdoc cref="IsEnabledAsync(string, CurrentRequest?, in Caller)"/>
    public ValueTask<Variant> GetVariantAsync(string feature, CurrentRequest? current, in Caller caller) =>
        Find(feature, current, caller, out FastPathRequest request) switch
        {
            ManagerRole.PassThrough => GetVariantAsync(request),
            ManagerRole.Involved => involved.GetVariantAsync(feature, request),
            _ => microsofts.Value.GetVariantAsync(feature, CancellationToken.None),
        };

    private ValueTask<bool> IsEnabledAsync(in FastPathRequest request)
    {
        return path.TryGet(request, out FlagAnswer answer) ? new ValueTask<bool>(answer.IsEnabled) : Awaited(path.CompleteAsync(request, answer));

        static async ValueTask<bool> Awaited(ValueTask<FlagAnswer> pending) => (await pending.ConfigureAwait(false)).IsEnabled;
    }

    private ValueTask<Variant> GetVariantAsync(in FastPathRequest request)
    {
        return path.TryGet(request, out FlagAnswer answer)
            ? new ValueTask<Variant>(request.Entry.ToVariant(answer)!)
            : Awaited(path.CompleteAsync(request, answer), request.Entry);

        static async ValueTask<Variant> Awaited(ValueTask<FlagAnswer> pending, FeatureEntry entry) => entry.ToVariant(await pending.ConfigureAwait(false))!;
    }

    // A context that is null is refused by Microsoft's manager.
    private ManagerRole FindFor(string feature, object? context, CancellationToken cancellationToken, out FastPathRequest request)
    {
        if (context is null)
        {
            request = default;
            return ManagerRole.Alone;
        }

        return Find(feature, context, cancellationToken, out request);
    }

    private ManagerRole Find(string feature, object? context, CancellationToken cancellationToken, out FastPathRequest request)
    {
        ManagerRole role = roles.RoleOf(microsofts);
        if (role == ManagerRole.Alone)
        {
            request = default;
            return role;
        }

        return path.TryFind(feature, context, cancellationToken, out request) ? role : Guard(role, feature, context, cancellationToken, out request);
    }

    private ManagerRole Find(string feature, CurrentRequest? current, in Caller caller, out FastPathRequest request)
    {
        ManagerRole role = roles.RoleOf(microsofts);
        if (role == ManagerRole.Alone)
        {
            request = default;
            return role;
        }

        return path.TryFind(feature, current, caller, out request) ? role : Guard(role, feature, null, CancellationToken.None, out request);
    }

    // Microsoft's manager would ask session managers before this library's filter.
    private ManagerRole Guard(ManagerRole role, string feature, object? context, CancellationToken cancellationToken, out FastPathRequest request)
    {
        request = default;
        return role == ManagerRole.Involved && path.TryGuard(feature, context, cancellationToken, out request) ? role : ManagerRole.Alone;
    }
}
