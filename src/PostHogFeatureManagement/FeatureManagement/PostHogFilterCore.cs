using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>What both filters do: find the caller, let PostHog decide, fall back to the configuration, hand over the variant.</summary>
internal sealed class PostHogFilterCore(
    FlagDecider decider,
    AmbientCaller ambient,
    ExplicitCaller explicitCaller,
    SelfReferences selfReferences,
    ConfigurationCatalog catalog,
    ManagerServices scope,
    IServiceProvider services)
{
    private ConfigurationFallback? _fallback;

    /// <param name="context">What the feature manager asks.</param>
    /// <param name="appContext">The context object of the call; null when there is none.</param>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, object? appContext)
    {
        ValueTask<PostHogContext> caller = appContext is null
            ? ambient.GetAsync(scope, context.CancellationToken)
            : explicitCaller.GetAsync(appContext, scope, context.CancellationToken);
        return caller.IsCompletedSuccessfully ? DecideAsync(context, caller.Result, appContext) : Awaited(this, caller, context, appContext);

        static async Task<bool> Awaited(PostHogFilterCore self, ValueTask<PostHogContext> caller, FeatureFilterEvaluationContext context, object? appContext) =>
            await self.DecideAsync(context, await caller.ConfigureAwait(false), appContext).ConfigureAwait(false);
    }

    /// <summary>Whether a flag is on, without its variant.</summary>
    /// <param name="entry">The flag.</param>
    /// <param name="caller">Who is asking.</param>
    public Task<bool> CheckAsync(FeatureEntry entry, PostHogContext caller) => GateAsync(new FeatureCheck(entry, null, caller, null, CancellationToken.None));

    private Task<bool> DecideAsync(FeatureFilterEvaluationContext context, PostHogContext caller, object? appContext) => context.Settings switch
    {
        FeatureEntry entry => GateAsync(new FeatureCheck(entry, null, caller, appContext, context.CancellationToken)),
        PerCheckDefinition ticket => GateAsync(new FeatureCheck(ticket.Entry, ticket, caller, appContext, context.CancellationToken)),
        PostHogFilterSettings settings => MatchAsync(context.FeatureName, settings, caller, context.CancellationToken),
        _ => MatchAsync(context.FeatureName, new PostHogFilterSettings(null, null), caller, context.CancellationToken),
    };

    private Task<bool> GateAsync(in FeatureCheck check)
    {
        FeatureEntry entry = check.Entry;
        if (decider.TryDecide(entry.Definitions, entry.Flag, check.Caller, default, out FlagResult result))
        {
            return FinishAsync(result, check);
        }

        ValueTask<FlagResult> decision = decider.AskAsync(entry.FlagKey, check.Caller, check.CancellationToken);
        return decision.IsCompletedSuccessfully ? FinishAsync(decision.Result, check) : Awaited(this, decision, check);

        static async Task<bool> Awaited(PostHogFilterCore self, ValueTask<FlagResult> decision, FeatureCheck check) =>
            await self.FinishAsync(await decision.ConfigureAwait(false), check).ConfigureAwait(false);
    }

    private Task<bool> FinishAsync(in FlagResult result, in FeatureCheck check)
    {
        if (!result.HasValue)
        {
            return FallBackAsync(result, check);
        }

        check.Ticket?.Deliver(result, check.Caller, check.AppContext);
        return Task.FromResult(result.IsEnabled);
    }

    private async Task<bool> FallBackAsync(FlagResult undecided, FeatureCheck check)
    {
        if (check.Entry.IsUndefined && undecided.Reason == FlagReason.FlagNotFound && !await catalog.MayKnowExactlyAsync(check.Entry.FlagKey).ConfigureAwait(false))
        {
            FlagResult other = await decider.DecideIgnoringCaseAsync(check.Entry.FlagKey, check.Caller, check.CancellationToken).ConfigureAwait(false);
            if (other.HasValue)
            {
                return await FinishAsync(other, check).ConfigureAwait(false);
            }
        }

        ConfiguredAnswer configured = await AskConfigurationAsync(check).ConfigureAwait(false);
        if (!check.Entry.NeedsTicket && configured.Variant is not null)
        {
            // The configuration got this flag without announcing a reload; the next check will have a ticket for its variant.
            catalog.Forget();
        }

        check.Ticket?.Deliver(configured, undecided, check.Caller, check.AppContext);
        return configured.IsEnabled;
    }

    private ValueTask<ConfiguredAnswer> AskConfigurationAsync(in FeatureCheck check)
    {
        try
        {
            _fallback ??= services.GetRequiredService<ConfigurationFallback>();
        }
        catch (ObjectDisposedException)
        {
            // The application, or the scope of the check, has ended in the middle of it.
            return default;
        }

        return check.Ticket is { Telemetry: not null }
            ? _fallback.EvaluateFiltersAsync(check.Entry.FlagKey, check.AppContext, check.CancellationToken)
            : _fallback.EvaluateAsync(check.Entry.FlagKey, check.AppContext, check.CancellationToken);
    }

    // A configured flag that uses the filter is itself the fallback, so the filter must not fall back again (FM-16).
    private async Task<bool> MatchAsync(string featureName, PostHogFilterSettings settings, PostHogContext caller, CancellationToken cancellationToken)
    {
        string flagKey = settings.Flag ?? featureName;
        selfReferences.Report(featureName, flagKey);
        FlagResult result = await decider.DecideAsync(flagKey, caller, default, cancellationToken).ConfigureAwait(false);
        return result.IsEnabled && (settings.Variant is null || string.Equals(settings.Variant, result.Variant, StringComparison.Ordinal));
    }
}
