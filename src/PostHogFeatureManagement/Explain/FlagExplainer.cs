using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Explain.Local;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Telemetry;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Explain;

/// <inheritdoc cref="IPostHogDiagnostics"/>
internal sealed class FlagExplainer(
    ChainWalk chain,
    LocalExplainer local,
    ExposureForecast exposures,
    EvaluationReasons reasons,
    FlagRouter router,
    DefinitionsStore store,
    PostHogSwitch posthog,
    AmbientCaller ambient,
    CurrentRequests requests,
    IConfiguredFlags configured,
    IPostHogDefinitions definitions,
    IClientStatus client,
    [LibraryClock] TimeProvider time) : IPostHogDiagnostics
{
    public async ValueTask<FlagExplanation> ExplainAsync(
        string flagKey, PostHogContext context, ExplainOptions options = default, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(flagKey);
        ArgumentNullException.ThrowIfNull(context);
        bool isAmbient = ReferenceEquals(context, PostHogContext.Ambient);
        Caller caller = isAmbient
            ? await ambient.GetAsync(requests.Find(), ManagerServices.None, cancellationToken).ConfigureAwait(false)
            : Caller.OfApplication(context);

        // The newest definitions, and not those that checks see: asking for these would count as a check and pin them.
        DefinitionsSnapshot? latest = posthog.IsOn ? store.Latest : null;
        FlagRoute route = await router.FindAsync(flagKey, latest).ConfigureAwait(false);
        FlagQuestion question = new FlagQuestion
        {
            Key = flagKey,
            Caller = caller.Context,
            Definitions = latest,
            Options = new FlagCallOptions { PropertiesAreComplete = options.PropertiesAreComplete },
            Configured = configured,
            AppContext = isAmbient ? null : context,
            NeverThrows = true,
            CancellationToken = cancellationToken,
        }.For(route, caller);
        ChainOutcome outcome = await chain.WalkAsync(question, options.AskPostHog).ConfigureAwait(false);

        // A name for which the configuration comes first may still be a flag of PostHog's, and it helps to see what that would be.
        FlagQuestion inPostHog = question.Flag is not null || latest is null ? question : question with { Flag = router.FindInPostHog(flagKey, latest).Flag };
        DefinitionsStatus status = definitions.Status;
        return new FlagExplanation(new ExplanationFacts
        {
            Flag = question.Key,
            At = time.GetUtcNow(),
            Chain = outcome,
            Caller = ExplainedCaller.Of(caller, isAmbient, options.ShowValues),
            Reason = reasons.Of(question, outcome.Answer),
            Local = local.Explain(inPostHog, options.ShowValues),
            Exposure = exposures.Of(question, outcome.Answer),
            Client = ExplainedClient.Of(client, status),
            Cost = ExplainedCost.Of(status.Usage),
        });
    }
}
