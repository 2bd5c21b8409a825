using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.FeatureManagement.Configured;
using PostHogFeatureManagement.FeatureManagement.Features;
using PostHogFeatureManagement.FeatureManagement.Managers;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.FeatureManagement;

/// <summary>
/// What both filters do: translate Microsoft.FeatureManagement's question for PostHog, and translate the answer into a value and a variant.
/// <see cref="FlagDecision"/> decides.
/// </summary>
internal sealed class PostHogFilterCore(
    FlagAccess access,
    FlagRouter router,
    CurrentDefinitions current,
    CurrentRequests requests,
    AmbientCaller ambient,
    ExplicitCaller explicitCaller,
    FilterMistakes mistakes,
    ConfigurationCatalog catalog,
    ManagerFallback fallback,
    ManagerServices manager)
{
    /// <param name="context">The feature manager's question.</param>
    /// <param name="appContext">The context object of the call. Null when there is none.</param>
    public Task<bool> EvaluateAsync(FeatureFilterEvaluationContext context, object? appContext)
    {
        CurrentRequest? request = requests.Find();
        if (appContext is AmbientTargetingContext known)
        {
            return DecideAsync(context, known.Caller, appContext: null, request?.State);
        }

        ValueTask<Caller> caller = appContext is null
            ? ambient.GetAsync(request, manager, context.CancellationToken)
            : explicitCaller.GetAsync(context.FeatureName, appContext, manager, context.CancellationToken);
        return caller.IsCompletedSuccessfully
            ? DecideAsync(context, caller.Result, appContext, request?.State)
            : Awaited(this, caller, context, appContext, request?.State);

        static async Task<bool> Awaited(
            PostHogFilterCore self, ValueTask<Caller> caller, FeatureFilterEvaluationContext context, object? appContext, RequestState? state) =>
            await self.DecideAsync(context, await caller.ConfigureAwait(false), appContext, state).ConfigureAwait(false);
    }

    /// <summary>Creates the question about a flag. This manager's configured flags are the fallback.</summary>
    public FlagQuestion Ask(FeatureEntry entry, in Caller caller, object? appContext, RequestState? state, CancellationToken cancellationToken) => new()
    {
        Key = entry.FlagKey,
        Owner = entry.Owner,
        Caller = caller.Context,
        Trust = caller.Trust,
        Definitions = entry.Definitions,
        Flag = entry.Flag,
        State = state,
        Configured = fallback,
        AppContext = appContext,
        CancellationToken = cancellationToken,
    };

    private Task<bool> DecideAsync(FeatureFilterEvaluationContext context, Caller caller, object? appContext, RequestState? state) => context.Settings switch
    {
        FeatureEntry entry => AnswerAsync(Ask(entry, caller, appContext, state, context.CancellationToken), null),
        PerCheckDefinition definition => AnswerAsync(Ask(definition.Entry, caller, appContext, state, context.CancellationToken), definition),
        PostHogFilterSettings settings => MatchAsync(context, settings, caller, state),
        _ => MatchAsync(context, new PostHogFilterSettings(null, null, null), caller, state),
    };

    private Task<bool> AnswerAsync(in FlagQuestion question, PerCheckDefinition? definition)
    {
        if (access.TryGet(question, out FlagAnswer answer))
        {
            return Task.FromResult(Deliver(question, answer, definition));
        }

        ValueTask<FlagAnswer> pending = access.CompleteAsync(question, answer);
        return pending.IsCompletedSuccessfully
            ? Task.FromResult(Deliver(question, pending.Result, definition))
            : Awaited(this, pending, question, definition);

        static async Task<bool> Awaited(PostHogFilterCore self, ValueTask<FlagAnswer> pending, FlagQuestion question, PerCheckDefinition? definition) =>
            self.Deliver(question, await pending.ConfigureAwait(false), definition);
    }

    private bool Deliver(in FlagQuestion question, in FlagAnswer answer, PerCheckDefinition? definition)
    {
        definition?.Deliver(answer, question.Caller, question.AppContext);
        if (definition is null && answer.ConfiguredAnswer is not null)
        {
            // The configuration gained a variant for this flag without signaling a reload. The next check gets a definition that can hold the variant.
            catalog.Forget();
        }

        return answer.IsEnabled;
    }

    // A configured flag that uses the filter is itself the fallback, so the filter must not fall back again (FM-16).
    private async Task<bool> MatchAsync(FeatureFilterEvaluationContext context, PostHogFilterSettings settings, Caller caller, RequestState? state)
    {
        string key = settings.Flag ?? context.FeatureName;
        mistakes.Report(context.FeatureName, key, settings.UnknownParameter);
        DefinitionsSnapshot? definitions = current.Of(state);
        var question = new FlagQuestion
        {
            Key = key,
            Caller = caller.Context,
            Definitions = definitions,
            State = state,
            CancellationToken = context.CancellationToken,
        };
        FlagAnswer answer = await access.GetAsync(question.For(router.FindInPostHog(key, definitions), caller)).ConfigureAwait(false);
        return answer.IsEnabled && (settings.Variant is null || string.Equals(settings.Variant, answer.Result.Variant, StringComparison.Ordinal));
    }
}
