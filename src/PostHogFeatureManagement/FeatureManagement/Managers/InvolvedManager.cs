using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement.Managers;

/// <summary>
/// Answers PostHog's flags through Microsoft's manager, which asks the session managers and publishes telemetry. Microsoft's manager reads whether a flag has
/// telemetry before it decides the flag. With telemetry, PostHog is therefore asked first. A flag that the configuration answers then goes to a Microsoft
/// manager without PostHog, so its telemetry is the same as without this library.
/// </summary>
internal sealed class InvolvedManager(
    MicrosoftsManager microsofts,
    ManagerRoles roles,
    FastPath path,
    FlagDecision decision,
    PostHogFilterCore core,
    ConfigurationCatalog catalog,
    FlagPrecedenceRule precedence,
    ManagerFallback fallback,
    ExplicitCaller explicitCaller,
    ManagerServices manager)
{
    public async ValueTask<bool> IsEnabledAsync(string feature, FastPathRequest request)
    {
        PostHogContext caller = await path.GetCallerAsync(request).ConfigureAwait(false);
        return await IsConfigurationsAsync(caller, request).ConfigureAwait(false)
            ? await fallback.Alone.IsEnabledAsync(feature, request.CancellationToken).ConfigureAwait(false)
            : await microsofts.Value.IsEnabledAsync(feature, new AmbientTargetingContext(caller), request.CancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, FastPathRequest request) =>
        await (await ChooseAsync(context!, request).ConfigureAwait(false)).IsEnabledAsync(feature, context, request.CancellationToken).ConfigureAwait(false);

    public async ValueTask<Variant> GetVariantAsync(string feature, FastPathRequest request)
    {
        PostHogContext caller = await path.GetCallerAsync(request).ConfigureAwait(false);
        return await IsConfigurationsAsync(caller, request).ConfigureAwait(false)
            ? await fallback.Alone.GetVariantAsync(feature, request.CancellationToken).ConfigureAwait(false)
            : await microsofts.Value.GetVariantAsync(feature, new AmbientTargetingContext(caller), request.CancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, FastPathRequest request) =>
        await (await ChooseAsync(context, request).ConfigureAwait(false)).GetVariantAsync(feature, context, request.CancellationToken).ConfigureAwait(false);

    private async ValueTask<FeatureManager> ChooseAsync(object context, FastPathRequest request)
    {
        PostHogContext caller = await explicitCaller.GetAsync(context, manager, request.CancellationToken).ConfigureAwait(false);
        return await IsConfigurationsAsync(caller, request).ConfigureAwait(false) ? fallback.Alone : microsofts.Value;
    }

    private async ValueTask<bool> IsConfigurationsAsync(PostHogContext caller, FastPathRequest request)
    {
        if (!roles.PublishesTelemetry || precedence.IsPostHogOnly(request.Entry.FlagKey))
        {
            return false;
        }

        FlagQuestion question = core.Ask(request.Entry, caller, null, request.State, request.CancellationToken) with { Configured = null };
        if (decision.TryDecide(question, out FlagAnswer answer))
        {
            return false;
        }

        answer = await decision.CompleteAsync(question, answer).ConfigureAwait(false);
        return !answer.HasValue && catalog.Names.MayContain(request.Entry.FlagKey);
    }
}
