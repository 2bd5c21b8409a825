using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// The one chain that decides a flag, for every entry point:
/// trust → overrides → PostHog's definitions in this process → PostHog's servers (the exact key, then the key ignoring case) → the application's configuration → off.
/// A step that has no value says why, and the next step is asked. Trust turns the flag off for a caller who must not have it (ID-02), and an override gives it a value; no other step is asked then.
/// When the configuration comes first, <see cref="FlagRouter"/> has already made it the owner of the name.
/// </summary>
internal sealed class FlagDecision(
    TrustRule trust,
    FlagOverrides overrides,
    LocalAnswers local,
    RemoteAnswers remote,
    MissingFlags missing,
    KnownRemoteFlags knownRemotely,
    IConfiguredNames configuredNames,
    FlagPrecedenceRule precedence,
    IOptions<PostHogFeatureManagementOptions> options,
    PostHogSwitch posthog,
    LogThrottle throttle,
    ILogger<FlagDecision> logger)
{
    private readonly bool _hasDefinitions = options.Value.EvaluatesHere;

    /// <summary>Whether the flag is off for the question's caller, whatever any layer or session says.</summary>
    public bool IsRefused(in FlagQuestion question) => trust.Refuses(question.Key, question.Trust) && posthog.UsesAnswers;

    /// <summary>
    /// The steps above every layer and every session: trust, then overrides. False when the layers decide.
    /// </summary>
    public bool TrySettle(in FlagQuestion question, out FlagAnswer answer)
    {
        if (IsRefused(question))
        {
            answer = FlagAnswer.Untrusted;
            return true;
        }

        if (overrides.IsInUse && posthog.UsesAnswers && overrides.TryGet(question.Key, question.Caller, out FlagResult overridden))
        {
            answer = FlagAnswer.Overridden(overridden);
            return true;
        }

        answer = default;
        return false;
    }

    /// <summary>
    /// The steps that need no waiting: trust, overrides, this process, and what PostHog's servers have already answered for this request. When they have no value,
    /// <paramref name="answer"/> says why, and <see cref="CompleteAsync"/> continues from there.
    /// </summary>
    public bool TryDecide(in FlagQuestion question, out FlagAnswer answer)
    {
        if (TrySettle(question, out answer))
        {
            return true;
        }

        if (WhyNotPostHog(question) is { } reason)
        {
            answer = FlagAnswer.NoValue(reason);
            return false;
        }

        answer = local.Get(question);
        return answer.HasValue || remote.TryGetPinned(question, ref answer);
    }

    /// <summary>The steps that may have to wait.</summary>
    /// <remarks>Most answers of PostHog's servers are in the cache. They need no state machine, which would copy the question.</remarks>
    public ValueTask<FlagAnswer> CompleteAsync(in FlagQuestion question, in FlagAnswer undecided)
    {
        ValueTask<FlagAnswer> asked = AskServers(question, undecided);
        if (!asked.IsCompletedSuccessfully)
        {
            return FinishAsync(question, asked);
        }

        FlagAnswer answer = asked.Result;
        return answer.HasValue && posthog.UsesAnswers && !IsRefused(question) ? new(answer) : FinishAsync(question, new(answer));
    }

    /// <summary>All flags with a value. A remote value never replaces a value that this process decided (protocol §2.7).</summary>
    /// <param name="question">The caller and the options. The key is ignored.</param>
    public async ValueTask<IReadOnlyDictionary<string, FlagResult>> DecideAllAsync(FlagQuestion question)
    {
        bool usedAnswers = posthog.UsesAnswers;
        IReadOnlyDictionary<string, FlagResult> all = await AskForAllAsync(question).ConfigureAwait(false);
        return usedAnswers || posthog.UsesAnswers ? trust.Apply(overrides.Apply(all, question.Caller), question.Trust) : all;
    }

    /// <summary>
    /// Whether an exception of a configured flag must not reach the caller: PostHog's flag must not throw because PostHog has no answer (FM-20). A flag that is only
    /// configured throws as it does without PostHog (FM-23).
    /// </summary>
    public bool MustNotThrow(in FlagQuestion question, Exception exception)
    {
        bool isKnownToPostHog = question.Flag is not null || knownRemotely.ContainsIgnoringCase(question.Key);
        return (question.NeverThrows || isKnownToPostHog) && !exception.IsCancelledBy(question.CancellationToken);
    }

    public void ReportBrokenConfiguration(in FlagQuestion question, Exception exception)
    {
        if (throttle.IsDue(LogEvents.ConfigurationFallbackBroke, question.Key))
        {
            logger.ConfigurationFallbackBroke(question.Key, exception);
        }
    }

    /// <summary>Why PostHog is not asked about the flag. Null when it is.</summary>
    public FlagReason? WhyNotPostHog(in FlagQuestion question)
    {
        if (!posthog.UsesAnswers)
        {
            return FlagReason.Disabled;
        }

        return overrides.WhyNotPostHog(question.Key, question.Caller) ?? (question.Owner == FlagOwner.PostHog ? null : FlagReason.FlagNotFound);
    }

    private async ValueTask<IReadOnlyDictionary<string, FlagResult>> AskForAllAsync(FlagQuestion question)
    {
        IReadOnlyDictionary<string, FlagResult> posthog =
            overrides.Withhold(await AskPostHogForAllAsync(question).ConfigureAwait(false), question.Caller);
        IReadOnlyCollection<string> names = await configuredNames.GetNamesAsync(question.CancellationToken).ConfigureAwait(false);
        if (names.Count == 0)
        {
            return posthog;
        }

        var all = new Dictionary<string, FlagResult>(posthog, StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (all.ContainsKey(name) && !precedence.IsConfigurationFirst(name))
            {
                continue;
            }

            FlagAnswer configured = await AskConfigurationAsync(question with { Key = name }, FlagAnswer.NoValue(FlagReason.FlagNotFound)).ConfigureAwait(false);
            if (configured.HasValue)
            {
                all[name] = configured.Result;
            }
            else
            {
                // Where the configuration comes first, PostHog's flag is not used, even if the configured one cannot be evaluated.
                all.Remove(name);
            }
        }

        return all;
    }

    private async ValueTask<FlagResults> AskPostHogForAllAsync(FlagQuestion question)
    {
        if (!posthog.UsesAnswers)
        {
            return FlagResults.Empty;
        }

        FlagResults here = local.GetAll(question.Definitions, question.Caller, question.Options);
        bool isSettled = (question.Definitions is not null && here.IsConclusive) || !MayAskServers(question, FlagReason.LocalOnly, out _);
        FlagResults all = isSettled ? here : here.With(await remote.GetAllAsync(question).ConfigureAwait(false));
        return posthog.UsesAnswers ? all : FlagResults.Empty;
    }

    private bool MayAskServers(in FlagQuestion question, FlagReason undecided, out FlagReason whyNot)
    {
        bool mayAsk = remote.MayAsk(question, undecided, out whyNot);
        if (whyNot == FlagReason.MissingDistinctId && !_hasDefinitions && throttle.IsDue(LogEvents.CallerWithoutId, string.Empty, LogThrottle.Forever))
        {
            logger.CallerWithoutId();
        }

        return mayAsk;
    }

    private async ValueTask<FlagAnswer> FinishAsync(FlagQuestion question, ValueTask<FlagAnswer> asked)
    {
        FlagAnswer answer = await IgnoreCaseAsync(question, await asked.ConfigureAwait(false)).ConfigureAwait(false);
        if (IsRefused(question))
        {
            // PostHog was switched on meanwhile.
            return FlagAnswer.Untrusted;
        }

        if (!posthog.UsesAnswers)
        {
            // PostHog may have been switched off meanwhile. Even a kept answer does not count then.
            answer = FlagAnswer.NoValue(FlagReason.Disabled);
        }

        return answer.HasValue ? answer : await AskConfigurationAsync(question, answer).ConfigureAwait(false);
    }

    private ValueTask<FlagAnswer> AskServers(in FlagQuestion question, in FlagAnswer undecided)
    {
        if (WhyNotPostHog(question) is not null)
        {
            return new(undecided);
        }

        if (!MayAskServers(question, undecided.Result.Reason, out FlagReason whyNot))
        {
            return new(FlagAnswer.NoValue(whyNot));
        }

        bool isMissing = question is { Definitions: not null, Flag: null };
        return isMissing ? missing.AskAsync(question) : remote.GetAsync(question);
    }

    /// <summary>When PostHog's servers lack the flag, uses their flag whose key differs only in case, unless exactly this name is configured (FM-17).</summary>
    public async ValueTask<FlagAnswer> IgnoreCaseAsync(FlagQuestion question, FlagAnswer answer)
    {
        bool isUnknownKey = answer is { HasValue: false, RemoteAnswer: not null, Result.Reason: FlagReason.FlagNotFound } && question.Flag is null;
        bool mayBeConfigured = question.Configured is not null && !precedence.IsPostHogOnly(question.Key);
        bool mayBeOtherCase = isUnknownKey && !(mayBeConfigured && await configuredNames.HasExactlyAsync(question.Key).ConfigureAwait(false));
        return mayBeOtherCase ? answer.IgnoringCase(question.Key) : answer;
    }

    /// <summary>The configuration's answer, or else the one that was passed.</summary>
    public async ValueTask<FlagAnswer> AskConfigurationAsync(FlagQuestion question, FlagAnswer undecided)
    {
        if (question.Configured is not { } configuration || precedence.IsPostHogOnly(question.Key))
        {
            return undecided;
        }

        try
        {
            FlagAnswer configured = await configuration.GetAsync(question).ConfigureAwait(false);
            return configured.HasValue ? configured.Because(undecided) : undecided;
        }
        catch (Exception exception) when (MustNotThrow(question, exception))
        {
            ReportBrokenConfiguration(question, exception);
            return undecided;
        }
    }
}
