using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;

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

    public ValueTask<bool> IsEnabledAsync(string feature, CancellationToken cancellationToken = default)
    {
        ManagerRole role = Find(feature, cancellationToken, out FeatureEntry? entry, out FastPathRequest request);
        return role switch
        {
            ManagerRole.PassThrough => ToValue(path.GetAsync(entry!, request)),
            ManagerRole.Involved => involved.IsEnabledAsync(entry!, feature, request),
            _ => microsofts.Value.IsEnabledAsync(feature, cancellationToken),
        };
    }

    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, CancellationToken cancellationToken = default)
    {
        FeatureEntry? entry = null;
        FastPathRequest request = default;
        ManagerRole role = context is null ? ManagerRole.Alone : Find(feature, cancellationToken, out entry, out request);
        return role switch
        {
            ManagerRole.PassThrough => ToValue(path.GetAsync(entry!, context!, request)),
            ManagerRole.Involved => involved.IsEnabledAsync(entry!, feature, context, request),
            _ => microsofts.Value.IsEnabledAsync(feature, context, cancellationToken),
        };
    }

    public ValueTask<Variant> GetVariantAsync(string feature, CancellationToken cancellationToken = default)
    {
        ManagerRole role = Find(feature, cancellationToken, out FeatureEntry? entry, out FastPathRequest request);
        return role switch
        {
            ManagerRole.PassThrough => ToVariant(path.GetAsync(entry!, request), entry!),
            ManagerRole.Involved => involved.GetVariantAsync(entry!, feature, request),
            _ => microsofts.Value.GetVariantAsync(feature, cancellationToken),
        };
    }

    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, CancellationToken cancellationToken = default)
    {
        FeatureEntry? entry = null;
        FastPathRequest request = default;
        ManagerRole role = context is null ? ManagerRole.Alone : Find(feature, cancellationToken, out entry, out request);
        return role switch
        {
            ManagerRole.PassThrough => ToVariant(path.GetAsync(entry!, context!, request), entry!),
            ManagerRole.Involved => involved.GetVariantAsync(entry!, feature, context!, request),
            _ => microsofts.Value.GetVariantAsync(feature, context, cancellationToken),
        };
    }

    private static ValueTask<bool> ToValue(ValueTask<FlagAnswer> answer)
    {
        return answer.IsCompletedSuccessfully ? new ValueTask<bool>(answer.Result.IsEnabled) : Awaited(answer);

        static async ValueTask<bool> Awaited(ValueTask<FlagAnswer> answer) => (await answer.ConfigureAwait(false)).IsEnabled;
    }

    private static ValueTask<Variant> ToVariant(ValueTask<FlagAnswer> answer, FeatureEntry entry)
    {
        return answer.IsCompletedSuccessfully ? new ValueTask<Variant>(entry.ToVariant(answer.Result)!) : Awaited(answer, entry);

        static async ValueTask<Variant> Awaited(ValueTask<FlagAnswer> answer, FeatureEntry entry) => entry.ToVariant(await answer.ConfigureAwait(false))!;
    }

    private ManagerRole Find(string feature, CancellationToken cancellationToken, out FeatureEntry? entry, out FastPathRequest request)
    {
        ManagerRole role = roles.RoleOf(microsofts);
        if (role == ManagerRole.Alone)
        {
            entry = null;
            request = default;
            return role;
        }

        entry = path.Find(feature, cancellationToken, out request);
        return entry is null ? ManagerRole.Alone : role;
    }
}
