using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Evaluation;

namespace PostHogFeatureManagement.Flags.Telemetry;

/// <summary>
/// The only place that says what an answer is in OpenTelemetry's words: for the counter of evaluations, the evaluation event and explanations.
/// <code>
/// answer                                                      reason                        error.type
/// ----------------------------------------------------------  ----------------------------  ----------------------------------
/// of an override                                              static
/// off, because the caller is not trusted                      disabled
/// of the configuration                                        default; static if it comes   PostHog's failure, if that was why
///                                                             first
/// of the cache                                                cached
/// of the cache and no longer fresh                            stale
/// of PostHog: a condition or early access                     targeting_match
/// of PostHog: a hash decided (rollout, variant, holdout)      split
/// of PostHog: no condition matched                            default
/// of PostHog: the flag is turned off                          disabled
/// none, because PostHog is switched off                       disabled
/// none                                                        error                         see ErrorOf
/// </code>
/// Of an answer of PostHog's servers, only a variant shows that a hash decided, unless this process has the flag's definition. Thread-safe.
/// </summary>
internal sealed class EvaluationReasons(FlagPrecedenceRule precedence, IClientStatus client, IOptions<PostHogFeatureManagementOptions> options)
{
    private const string Refused = "api_error_";

    private readonly bool _evaluatesHere = options.Value.EvaluatesHere;

    private bool IsKeyRefused => client.Definitions.LastFailure is WireFailure.Unauthorized or WireFailure.Forbidden;

    public EvaluationReason Of(in FlagQuestion question, in FlagAnswer answer)
    {
        FlagResult result = answer.Result;
        return result switch
        {
            { Source: FlagSource.Override } => new(EvaluationReason.Static),
            { Reason: FlagReason.Untrusted } => new(EvaluationReason.Disabled),
            { Source: FlagSource.Configuration } when precedence.IsConfigurationFirst(question.Key) => new(EvaluationReason.Static),
            { Source: FlagSource.Configuration } => new(EvaluationReason.Default, result.Reason == FlagReason.FlagNotFound ? null : ErrorOf(question, answer)),
            { HasValue: false, Reason: FlagReason.Disabled } => new(EvaluationReason.Disabled),
            { HasValue: false } => EvaluationReason.Failed(ErrorOf(question, answer) ?? "general"),
            { Source: FlagSource.Stale } => new(EvaluationReason.Stale),
            { Source: FlagSource.Cache } => new(EvaluationReason.Cached),
            _ => OfPostHog(result, question.Flag),
        };
    }

    private static EvaluationReason OfPostHog(in FlagResult result, FlagDefinition? flag) => result.Reason switch
    {
        FlagReason.ConditionMatch => new(IsByHash(result, flag) ? EvaluationReason.Split : EvaluationReason.TargetingMatch),
        FlagReason.SuperConditionValue => new(EvaluationReason.TargetingMatch),
        FlagReason.OutOfRolloutBound or FlagReason.HoldoutConditionValue => new(EvaluationReason.Split),
        FlagReason.NoConditionMatch or FlagReason.NoGroupType => new(EvaluationReason.Default),
        FlagReason.FlagDisabled => new(EvaluationReason.Disabled),
        _ => new(EvaluationReason.Unknown),
    };

    private static bool IsByHash(in FlagResult result, FlagDefinition? flag) =>
        result.ConditionIndex is { } condition && flag?.IsDecidedByHash(condition) is { } isByHash ? isByHash : result.Variant is not null;

    /// <summary>Why PostHog had no value. Null when nothing failed.</summary>
    private string? ErrorOf(in FlagQuestion question, in FlagAnswer answer) => answer.Result.Reason switch
    {
        FlagReason.Disabled => null,
        FlagReason.FlagNotFound => "flag_not_found",
        FlagReason.MissingDistinctId or FlagReason.MissingDeviceId => "targeting_key_missing",
        FlagReason.LocalOnly when _evaluatesHere && question.Definitions is null => IsKeyRefused ? "provider_fatal" : "provider_not_ready",
        FlagReason.MissingProperty or FlagReason.ExperienceContinuity or FlagReason.ServerOnlyCohort or FlagReason.UndecidedDependency
            or FlagReason.MissingDependency or FlagReason.LocalOnly => "invalid_context",
        FlagReason.MalformedDefinition or FlagReason.UnsupportedFormat or FlagReason.UnreadableValue => "parse_error",
        FlagReason.Timeout or FlagReason.Pending => "timeout",
        FlagReason.CircuitOpen => "circuit_open",
        FlagReason.QuotaLimited => "quota_limited",
        FlagReason.Overloaded => "overloaded",
        FlagReason.MissingSecretKey => "provider_fatal",
        FlagReason.RequestFailed when answer.RemoteAnswer?.Error is Refused + "401" or Refused + "403" => "provider_fatal",
        _ => "general",
    };
}
