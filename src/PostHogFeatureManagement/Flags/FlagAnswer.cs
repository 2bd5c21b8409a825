using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Evaluation;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Flags;

/// <summary>An answer with everything that events, metrics and explanations need. It is a small value, so creating one allocates nothing.</summary>
internal readonly struct FlagAnswer
{
    // A FlagDefinition or RemoteFlag, and the DefinitionsSnapshot, RemoteAnswer or configured answer that it came from. With a configured answer, the RemoteAnswer
    // that had no value takes the place of the flag.
    private readonly object? _flag;
    private readonly object? _origin;

    private FlagAnswer(in FlagResult result, object? flag, object? origin)
    {
        Result = result;
        _flag = flag;
        _origin = origin;
    }

    /// <summary>The flag is off because the caller is not authenticated. This is a value, so that no layer and no default of the application replaces it.</summary>
    public static FlagAnswer Untrusted => new(new FlagResult(false, null, null, FlagReason.Untrusted, FlagEvaluation.NoCondition, FlagSource.Default), null, null);

    public FlagResult Result { get; }

    public bool HasValue => Result.HasValue;

    public bool IsEnabled => Result.IsEnabled;

    /// <summary>The flag's key in PostHog. Null when a layer without flags of PostHog answered.</summary>
    public string? FlagKey => _flag switch { FlagDefinition local => local.Key, RemoteFlag remote => remote.Key, _ => null };

    /// <summary>The flag's numeric id in PostHog. Null when a layer without ids answered.</summary>
    public long? FlagId => _flag switch { FlagDefinition local => local.Id, RemoteFlag remote => remote.Id, _ => null };

    public int? FlagVersion => _flag switch { FlagDefinition local => local.Version, RemoteFlag remote => remote.Version, _ => null };

    /// <summary>Whether an experiment uses the flag. Null when PostHog did not say (protocol §10.6).</summary>
    public bool? HasExperiment => _flag switch { FlagDefinition local => local.HasExperiment, RemoteFlag remote => remote.HasExperiment, _ => null };

    /// <summary>Why the flag has its value, in words of PostHog's servers. Null when they did not decide it.</summary>
    public string? ReasonDescription => (_flag as RemoteFlag)?.ReasonDescription;

    /// <summary>What PostHog's servers answered for the caller, with or without a value for this flag. Null when they did not answer.</summary>
    public RemoteAnswer? RemoteAnswer => _origin as RemoteAnswer ?? _flag as RemoteAnswer;

    /// <summary>PostHog's id of the request that returned the answer. Null for answers that this process decided.</summary>
    public string? RequestId => (_origin as RemoteAnswer)?.RequestId;

    /// <summary>When PostHog's servers evaluated the flag, in Unix milliseconds. Null for answers that this process decided.</summary>
    public long? EvaluatedAt => (_origin as RemoteAnswer)?.EvaluatedAt;

    /// <summary>When PostHog sent the definitions that decided the flag. Null when they did not decide it.</summary>
    public DateTimeOffset? DefinitionsFetchedAt => (_origin as DefinitionsSnapshot)?.Content.FetchedAt;

    /// <summary>Whether the project asks for minimal <c>$feature_flag_called</c> events, according to the evaluation that answered (protocol §10.6).</summary>
    public bool MinimalFlagCalledEvents => _origin switch
    {
        DefinitionsSnapshot definitions => definitions.FlagSet.MinimalFlagCalledEvents,
        RemoteAnswer remote => remote.MinimalFlagCalledEvents,
        _ => false,
    };

    /// <summary>The answer as the configuration gave it. Null when PostHog answered.</summary>
    public object? ConfiguredAnswer => Result.Source == FlagSource.Configuration ? _origin : null;

    public static FlagAnswer Local(in FlagEvaluation evaluation, FlagDefinition flag, DefinitionsSnapshot definitions) =>
        new(evaluation.ToResult(definitions.AnswerSource), flag, definitions);

    public static FlagAnswer Remote(RemoteFlag flag, RemoteAnswer answer) => new(flag.ToResult(answer.Source), flag, answer);

    public static FlagAnswer Configured(in FlagResult result, object? answer) => new(result, null, answer);

    /// <summary>An override gave the value.</summary>
    public static FlagAnswer Overridden(in FlagResult result) => new(result, null, null);

    public static FlagAnswer NoValue(FlagReason reason) => new(FlagResult.NoValue(reason), null, null);

    /// <summary>PostHog's servers answered for the caller, without a value for this flag.</summary>
    public static FlagAnswer NoValue(FlagReason reason, RemoteAnswer answer) => new(FlagResult.NoValue(reason), null, answer);

    /// <summary>When the servers' answer does not contain this flag, uses their flag whose key differs from the name only in case (FM-17).</summary>
    public FlagAnswer IgnoringCase(string name)
    {
        if (_origin is RemoteAnswer answer)
        {
            foreach (RemoteFlag flag in answer.Flags)
            {
                if (string.Equals(flag.Key, name, StringComparison.OrdinalIgnoreCase))
                {
                    return Remote(flag, answer);
                }
            }
        }

        return this;
    }

    /// <summary>The configuration's answer with the reason why PostHog had none.</summary>
    /// <param name="undecided">PostHog's answer without a value.</param>
    public FlagAnswer Because(in FlagAnswer undecided) => new(
        new FlagResult(Result.IsEnabled, Result.Variant, Result.PayloadObject, undecided.Result.Reason, FlagEvaluation.NoCondition, Result.Source),
        undecided._origin as RemoteAnswer,
        _origin);

    /// <summary>The configuration's answer with the payload of its variant.</summary>
    public FlagAnswer WithPayload(FlagPayload payload) => Configured(
        new FlagResult(Result.IsEnabled, Result.Variant, payload, Result.Reason, FlagEvaluation.NoCondition, Result.Source), _origin);
}
