using System.Diagnostics;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Explain;

/// <summary>
/// Takes a question through the same steps as <see cref="FlagDecision"/> and notes what each had to say. In place of a request to PostHog there is a look at what
/// is kept. Thread-safe.
/// </summary>
internal sealed class ChainWalk(
    FlagDecision decision,
    FlagPrecedenceRule precedence,
    RemoteAnswers remoteRule,
    RemoteFlags remote,
    IConfiguredNames configuredNames,
    IClientStatus client)
{
    /// <param name="question">A question without the state of a request, so that nothing is pinned.</param>
    /// <param name="askPostHog">Whether PostHog's servers are asked.</param>
    public async ValueTask<ChainOutcome> WalkAsync(FlagQuestion question, bool askPostHog)
    {
        bool isConfigurationFirst = question.Owner == FlagOwner.Configuration && precedence.IsConfigurationFirst(question.Key);
        var layers = new ExplainedLayers { IsConfigurationFirst = isConfigurationFirst };
        bool isDecided = decision.TryDecide(question, out FlagAnswer here);
        NoteFirstLayers(layers, question, here, isDecided);
        FlagAnswer? asked = askPostHog && MayAsk(question, FlagReason.LocalOnly, out _) ? await AskAsync(question).ConfigureAwait(false) : null;
        ChainOutcome outcome = isDecided
            ? new ChainOutcome(here, layers) { Kept = KeptFor(question), Asked = asked }
            : await GoOnAsync(question, here, layers, asked).ConfigureAwait(false);
        return await WithConfigurationAsync(question, outcome).ConfigureAwait(false);
    }

    private static FlagAnswer Read(RemoteAnswer answer, string key) =>
        answer.TryGet(key, out RemoteFlag? flag) ? FlagAnswer.Remote(flag, answer) : FlagAnswer.NoValue(answer.MissingReason(), answer);

    private static void Note(ExplainedLayers layers, LayerName layer, in FlagAnswer answer)
    {
        LayerOutcome outcome = answer.HasValue ? LayerOutcome.Answered
            : answer.Result.Reason == FlagReason.FlagNotFound ? LayerOutcome.None
            : LayerOutcome.Failed;
        layers.Set(layer, outcome, answer.HasValue ? FlagReason.Unknown : answer.Result.Reason);
    }

    private void NoteFirstLayers(ExplainedLayers layers, in FlagQuestion question, in FlagAnswer here, bool isDecided)
    {
        bool isRefused = decision.IsRefused(question);
        layers.Set(LayerName.Trust, isRefused ? LayerOutcome.Answered : LayerOutcome.None);
        if (isRefused)
        {
            return;
        }

        bool isOverridden = here.Result.Source == FlagSource.Override;
        layers.Set(LayerName.Override, isOverridden ? LayerOutcome.Answered : LayerOutcome.None);
        if (isOverridden || layers.IsConfigurationFirst)
        {
            return;
        }

        FlagReason whyNot = question is { Definitions: not null, Flag: null } ? FlagReason.FlagNotFound : here.Result.Reason;
        LayerOutcome outcome = isDecided ? LayerOutcome.Answered
            : whyNot == FlagReason.Disabled ? LayerOutcome.NotAsked
            : question.Flag is null ? LayerOutcome.None
            : LayerOutcome.Undecided;
        layers.Set(LayerName.Local, outcome, isDecided ? FlagReason.Unknown : whyNot);
    }

    private bool MayAsk(in FlagQuestion question, FlagReason undecided, out FlagReason whyNot)
    {
        whyNot = decision.WhyNotPostHog(question) ?? FlagReason.Unknown;
        return whyNot == FlagReason.Unknown && !decision.IsRefused(question) && remoteRule.MayAsk(question, undecided, out whyNot);
    }

    private RemoteGlance KeptFor(in FlagQuestion question) => MayAsk(question, FlagReason.LocalOnly, out _) ? remote.Peek(question.Caller) : default;

    private async ValueTask<FlagAnswer> AskAsync(FlagQuestion question)
    {
        RemoteAnswer answer = await remote.AskAsync(question.Caller, question.Key, question.CancellationToken).ConfigureAwait(false);
        return await decision.IgnoreCaseAsync(question, Read(answer, question.Key)).ConfigureAwait(false);
    }

    private async ValueTask<ChainOutcome> GoOnAsync(FlagQuestion question, FlagAnswer here, ExplainedLayers layers, FlagAnswer? asked)
    {
        if (!MayAsk(question, here.Result.Reason, out FlagReason whyNot))
        {
            layers.Set(LayerName.Cache, LayerOutcome.NotAsked, whyNot);
            layers.Set(LayerName.Remote, LayerOutcome.NotAsked, whyNot);
            return new ChainOutcome(FlagAnswer.NoValue(whyNot), layers) { Asked = asked };
        }

        RemoteGlance kept = remote.Peek(question.Caller);
        FlagReason? failure = kept.Refusal ?? kept.Failure ?? (client.Circuit.State == BreakerState.Open ? FlagReason.CircuitOpen : null);
        layers.Set(LayerName.Cache, LayerOutcome.None);
        if (kept.Kept is { } answers && (!kept.IsLastResort || failure is not null))
        {
            FlagAnswer answer = await decision.IgnoreCaseAsync(question, Read(answers, question.Key)).ConfigureAwait(false);
            Note(layers, LayerName.Cache, answer);
            return new ChainOutcome(answer, layers) { Kept = kept, Asked = asked };
        }

        if (asked is { } now)
        {
            Note(layers, LayerName.Remote, now);
            return new ChainOutcome(now, layers) { Kept = kept, Asked = asked };
        }

        if (failure is { } reason)
        {
            layers.Set(LayerName.Remote, LayerOutcome.Failed, reason);
            return new ChainOutcome(FlagAnswer.NoValue(reason), layers) { Kept = kept };
        }

        return new ChainOutcome(FlagAnswer.NoValue(here.Result.Reason), layers) { Kept = kept, IsCertain = false };
    }

    private async ValueTask<ChainOutcome> WithConfigurationAsync(FlagQuestion question, ChainOutcome outcome)
    {
        ExplainedLayers layers = outcome.Layers;
        bool isAsked = !outcome.Answer.HasValue;
        IReadOnlyCollection<string> names = await configuredNames.GetNamesAsync(question.CancellationToken).ConfigureAwait(false);
        bool mayAnswer = names.Contains(question.Key, StringComparer.OrdinalIgnoreCase) && !precedence.IsPostHogOnly(question.Key);
        FlagAnswer configured = mayAnswer || isAsked
            ? await AskConfigurationAsync(question, isAsked ? outcome.Answer : FlagAnswer.NoValue(FlagReason.FlagNotFound)).ConfigureAwait(false)
            : FlagAnswer.NoValue(FlagReason.FlagNotFound);
        if (isAsked)
        {
            layers.Set(LayerName.Configuration, configured.HasValue ? LayerOutcome.Answered : mayAnswer ? LayerOutcome.Failed : LayerOutcome.None);
            layers.Set(LayerName.Default, configured.HasValue ? LayerOutcome.NotAsked : LayerOutcome.Answered);
        }

        return outcome with
        {
            Answer = isAsked ? configured : outcome.Answer,
            Configured = configured.HasValue ? configured.Result : null,
        };
    }

    private async ValueTask<FlagAnswer> AskConfigurationAsync(FlagQuestion question, FlagAnswer undecided)
    {
        // Without an activity, Microsoft's manager has nowhere to publish its evaluation event.
        Activity.Current = null;
        return await decision.AskConfigurationAsync(question, undecided).ConfigureAwait(false);
    }
}
