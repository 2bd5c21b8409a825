using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// PostHog's part of a decision: this process, then PostHog's servers with their cache. A result without a value says why, and the application's configuration goes on from there.
/// </summary>
internal sealed partial class FlagDecider(
    DefinitionsStore store,
    FlagEvaluator evaluator,
    RemoteFlags remote,
    KnownRemoteFlags seen,
    IRequestStateAccessor scopes,
    IOptions<PostHogFeatureManagementOptions> options,
    LogThrottle reports,
    ILogger<FlagDecider> logger)
{
    private readonly bool _isEnabled = options.Value.UsesAnswers;
    private readonly bool _localOnly = options.Value.Definitions.LocalOnly;
    private readonly bool _refreshesOnGetAll = options.Value.Cache.RefreshOnGetAll;
    private readonly bool _cachesAnswers = options.Value.Cache.FreshFor > TimeSpan.Zero;

    /// <summary>The definitions of the current request, or the newest outside of one; null while there are none.</summary>
    public DefinitionsSnapshot? CurrentDefinitions
    {
        get
        {
            RequestState? scope = scopes.Current;
            return scope is null ? store.Current : scope.Pin(store);
        }
    }

    /// <summary>The flags PostHog's servers are known to have, for when there are no definitions to list.</summary>
    public IEnumerable<string> RemoteKeys => seen.Keys;

    public ValueTask<FlagResult> DecideAsync(string flagKey, PostHogContext context, FlagCallOptions options, CancellationToken cancellationToken)
    {
        DefinitionsSnapshot? definitions = CurrentDefinitions;
        FlagDefinition? flag = null;
        bool isKnownMissing = definitions is not null && !definitions.FlagSet.TryGetFlag(flagKey, out flag);
        if (isKnownMissing)
        {
            return new ValueTask<FlagResult>(FlagResult.NoValue(FlagReason.FlagNotFound));
        }

        return TryDecide(definitions, flag, context, options, out FlagResult result)
            ? new ValueTask<FlagResult>(result)
            : AskAsync(flagKey, context, cancellationToken);
    }

    /// <summary>Decides without PostHog's servers, or finds that they must not be asked. What remains is <see cref="AskAsync"/>.</summary>
    /// <param name="definitions">The definitions the caller has settled on, null when there are none.</param>
    /// <param name="flag">The flag in them; null when there are no definitions.</param>
    /// <param name="context">Who is asking.</param>
    /// <param name="options">How the call wants its answer.</param>
    /// <param name="result">The decision, or why there is none.</param>
    public bool TryDecide(DefinitionsSnapshot? definitions, FlagDefinition? flag, PostHogContext context, FlagCallOptions options, out FlagResult result)
    {
        if (!_isEnabled)
        {
            result = FlagResult.NoValue(FlagReason.Disabled);
            return true;
        }

        FlagReason undecided = FlagReason.LocalOnly;
        if (definitions is not null && flag is not null)
        {
            FlagEvaluation evaluation = Evaluate(definitions, flag, context, options);
            if (evaluation.IsConclusive || evaluation.Reason == FlagReason.FlagNotFound)
            {
                result = evaluation.ToResult(definitions.Source);
                return true;
            }

            undecided = evaluation.Reason;
        }

        FlagReason? whyNot = WhyNotRemote(context, options, undecided);
        result = whyNot is { } reason ? FlagResult.NoValue(reason) : default;
        return whyNot is not null;
    }

    /// <summary>All flags PostHog has a value for. Locally decided values are never replaced by remote ones (protocol §2.7).</summary>
    public ValueTask<FlagResults> DecideAllAsync(PostHogContext context, FlagCallOptions options, CancellationToken cancellationToken)
    {
        DefinitionsSnapshot? definitions = CurrentDefinitions;
        if (!_isEnabled)
        {
            return new ValueTask<FlagResults>(FlagResults.Empty);
        }

        FlagResults results = EvaluateAll(definitions, context, options);
        bool isSettled = (definitions is not null && results.IsConclusive) || WhyNotRemote(context, options, default) is not null;
        return isSettled ? new ValueTask<FlagResults>(results) : CompleteAsync(results, context, cancellationToken);
    }

    private FlagResults EvaluateAll(DefinitionsSnapshot? definitions, PostHogContext context, FlagCallOptions options)
    {
        if (definitions is null)
        {
            return FlagResults.Empty;
        }

        try
        {
            return FlagResults.Evaluate(definitions, evaluator, context, options.PropertiesAreComplete);
        }
#pragma warning disable CA1031 // One flag broke all of them: each is tried on its own, which also finds out which one it is (FM-20).
        catch (Exception)
#pragma warning restore CA1031
        {
            return EvaluateEach(definitions, context, options);
        }
    }

    private FlagResults EvaluateEach(DefinitionsSnapshot definitions, PostHogContext context, FlagCallOptions options) =>
        FlagResults.Create(definitions, flag => Evaluate(definitions, flag, context, options));

    private FlagEvaluation Evaluate(DefinitionsSnapshot definitions, FlagDefinition flag, PostHogContext context, FlagCallOptions options)
    {
        try
        {
            return evaluator.Evaluate(definitions.FlagSet, flag, context, options.PropertiesAreComplete);
        }
#pragma warning disable CA1031 // No definition, however odd, may turn a gate into a 500 (FM-20).
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Report(flag.Key, exception);
            return new FlagEvaluation(FlagOutcome.NeedsServer, FlagReason.MalformedDefinition);
        }
    }

    private void Report(string flagKey, Exception exception)
    {
        if (reports.IsDue(LogEvents.FlagDecisionBroke, flagKey))
        {
            logger.FlagDecisionBroke(flagKey, exception);
        }
    }

    private FlagReason? WhyNotRemote(PostHogContext context, FlagCallOptions options, FlagReason undecided)
    {
        if (context.DistinctId is null)
        {
            return undecided == FlagReason.LocalOnly ? FlagReason.MissingDistinctId : undecided;
        }

        return _localOnly || options.LocalOnly ? undecided : null;
    }
}
