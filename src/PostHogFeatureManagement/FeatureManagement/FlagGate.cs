using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>What both filters do: find the caller, let PostHog decide, fall back to the configuration, hand over the variant.</summary>
internal sealed class FlagGate(
    FlagDecider decider,
    AmbientCaller ambient,
    ExplicitCaller explicitCaller,
    SelfReferences selfReferences,
    IServiceProvider services)
{
    private ConfigurationFallback? _fallback;

    private ConfigurationFallback Fallback => _fallback ??= services.GetRequiredService<ConfigurationFallback>();

    /// <param name="context">What the feature manager asks.</param>
    /// <param name="appContext">The context object of the call; null when there is none.</param>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, object? appContext)
    {
        ValueTask<PostHogContext> caller = appContext is null
            ? ambient.GetAsync(context.CancellationToken)
            : explicitCaller.GetAsync(appContext, context.CancellationToken);
        return caller.IsCompletedSuccessfully ? DecideAsync(context, caller.Result, appContext) : Awaited(this, caller, context, appContext);

        static async Task<bool> Awaited(FlagGate self, ValueTask<PostHogContext> caller, FeatureFilterEvaluationContext context, object? appContext) =>
            await self.DecideAsync(context, await caller.ConfigureAwait(false), appContext).ConfigureAwait(false);
    }

    private Task<bool> DecideAsync(FeatureFilterEvaluationContext context, PostHogContext caller, object? appContext) => context.Settings switch
    {
        GateEntry entry => GateAsync(entry, null, caller, appContext, context.CancellationToken),
        FlagTicket ticket => GateAsync(ticket.Entry, ticket, caller, appContext, context.CancellationToken),
        PostHogFilterSettings settings => MatchAsync(context.FeatureName, settings, caller, context.CancellationToken),
        _ => MatchAsync(context.FeatureName, new PostHogFilterSettings(null, null), caller, context.CancellationToken),
    };

    private Task<bool> GateAsync(GateEntry entry, FlagTicket? ticket, PostHogContext caller, object? appContext, CancellationToken cancellationToken)
    {
        ValueTask<FlagResult> decision = decider.DecideAsync(entry.Definitions, entry.Flag, entry.FlagKey, caller, default, cancellationToken);
        return decision.IsCompletedSuccessfully
            ? FinishAsync(decision.Result, entry.FlagKey, ticket, caller, appContext, cancellationToken)
            : Awaited(this, decision, entry.FlagKey, ticket, caller, appContext, cancellationToken);

        static async Task<bool> Awaited(
            FlagGate self, ValueTask<FlagResult> decision, string flagKey, FlagTicket? ticket, PostHogContext caller, object? appContext, CancellationToken cancellationToken)
        {
            FlagResult result = await decision.ConfigureAwait(false);
            return await self.FinishAsync(result, flagKey, ticket, caller, appContext, cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<bool> FinishAsync(
        FlagResult result, string flagKey, FlagTicket? ticket, PostHogContext caller, object? appContext, CancellationToken cancellationToken)
    {
        if (!result.HasValue)
        {
            return FallBackAsync(result, flagKey, ticket, caller, appContext, cancellationToken);
        }

        ticket?.Deliver(result, caller);
        return Task.FromResult(result.IsEnabled);
    }

    private async Task<bool> FallBackAsync(
        FlagResult undecided, string flagKey, FlagTicket? ticket, PostHogContext caller, object? appContext, CancellationToken cancellationToken)
    {
        ConfiguredAnswer configured = await Fallback.EvaluateAsync(flagKey, appContext, cancellationToken).ConfigureAwait(false);
        ticket?.Deliver(configured, undecided, caller);
        return configured.IsEnabled;
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
