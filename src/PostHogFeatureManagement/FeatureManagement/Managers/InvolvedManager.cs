using Microsoft.FeatureManagement;
using Microsoft.FeatureManagement.FeatureFilters;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

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
    FlagAccess access,
    FlagDecision decision,
    PostHogFilterCore core,
    ConfigurationCatalog catalog,
    FlagPrecedenceRule precedence,
    ManagerFallback fallback)
{
    public ValueTask<bool> IsEnabledAsync(string feature, FastPathRequest request) => AskAsync(
        request,
        (asked, ambient) => ambient is null
            ? asked.IsEnabledAsync(feature, request.CancellationToken)
            : asked.IsEnabledAsync(feature, ambient, request.CancellationToken));

    public ValueTask<bool> IsEnabledAsync<TContext>(string feature, TContext context, FastPathRequest request) =>
        AskAsync(request, (asked, _) => asked.IsEnabledAsync(feature, context, request.CancellationToken));

    public ValueTask<Variant> GetVariantAsync(string feature, FastPathRequest request) => AskAsync(
        request,
        (asked, ambient) => ambient is null
            ? asked.GetVariantAsync(feature, request.CancellationToken)
            : asked.GetVariantAsync(feature, ambient, request.CancellationToken));

    public ValueTask<Variant> GetVariantAsync(string feature, ITargetingContext context, FastPathRequest request) =>
        AskAsync(request, (asked, _) => asked.GetVariantAsync(feature, context, request.CancellationToken));

    private async ValueTask<T> AskAsync<T>(FastPathRequest request, Func<FeatureManager, AmbientTargetingContext?, ValueTask<T>> ask)
    {
        Caller caller = await path.GetCallerAsync(request).ConfigureAwait(false);
        FlagQuestion question = core.Ask(request.Entry, caller, request.AppContext, request.Request?.State, request.CancellationToken);
        if (decision.IsRefused(question))
        {
            // A session manager must not turn the flag on.
            access.Report(question, FlagAnswer.Untrusted);
            return default!;
        }

        if (!await IsConfigurationsAsync(question).ConfigureAwait(false))
        {
            return await ask(microsofts.Value, new AmbientTargetingContext(caller)).ConfigureAwait(false);
        }

        try
        {
            return await ask(fallback.Alone, null).ConfigureAwait(false);
        }
        catch (Exception exception) when (decision.MustNotThrow(question, exception))
        {
            decision.ReportBrokenConfiguration(question, exception);
            return default!;
        }
    }

    private async ValueTask<bool> IsConfigurationsAsync(FlagQuestion question)
    {
        if (!roles.PublishesTelemetry || precedence.IsPostHogOnly(question.Key))
        {
            return false;
        }

        FlagQuestion posthogOnly = question with { Configured = null };
        if (decision.TryDecide(posthogOnly, out FlagAnswer answer))
        {
            return false;
        }

        answer = await decision.CompleteAsync(posthogOnly, answer).ConfigureAwait(false);
        if (answer.HasValue || !catalog.Names.MayContain(question.Key))
        {
            return false;
        }

        access.ReportElsewhere(question, answer);
        return true;
    }
}
