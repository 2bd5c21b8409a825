using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Diagnostics.Telemetry;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Telemetry;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>
/// Writes the log event of OpenTelemetry's conventions for an evaluated flag. Unlike an exposure, it also tells of failures and of names that PostHog does not
/// have, and names nobody unless the application wants that.
/// </summary>
internal sealed class EvaluationEvents(EvaluationReasons reasons, IOptions<PostHogFeatureManagementOptions> options, ILoggerFactory loggers) : IFlagObserver
{
    private const string Name = "feature_flag.evaluation";
    private const string Provider = "posthog";

    private static readonly EventId Id = new(LogEvents.FlagEvaluation, Name);

    private readonly ILogger _logger = loggers.CreateLogger(PostHogDiagnostics.EvaluationLoggerCategory);
    private readonly PostHogEvaluationEvents _wanted = options.Value.Diagnostics.EvaluationEvents;
    private readonly bool _includesId = options.Value.Diagnostics.IncludeContextId;
    private readonly SeenExposures _seen = new();

    public bool IsWanted => _wanted != PostHogEvaluationEvents.Off;

    public void OnAccess(in FlagQuestion question, in FlagAnswer answer)
    {
        if (_logger.IsEnabled(LogLevel.Information) && (_wanted == PostHogEvaluationEvents.All || IsNew(question, answer)))
        {
            var state = new EvaluationEvent(Describe(question, answer));
            _logger.Log(LogLevel.Information, Id, state, exception: null, static (state, _) => state.ToString());
        }
    }

    private bool IsNew(in FlagQuestion question, in FlagAnswer answer)
    {
        UInt128 hash = ExposureHash.Of(question.Caller, answer.FlagKey ?? question.Key, answer.Result);
        return !_seen.Contains(hash) && _seen.TryAdd(hash);
    }

    private List<KeyValuePair<string, object?>> Describe(in FlagQuestion question, in FlagAnswer answer)
    {
        FlagResult result = answer.Result;
        EvaluationReason reason = reasons.Of(question, answer);
        var attributes = new List<KeyValuePair<string, object?>>(8)
        {
            new(TelemetryTags.FlagKey, answer.FlagKey ?? question.Key),
            new(TelemetryTags.FlagProvider, Provider),
            new(TelemetryTags.FlagVariant, result.Variant ?? (result.IsEnabled ? "true" : "false")),
            new(TelemetryTags.FlagReason, reason.Reason),
            new(TelemetryTags.FlagSource, result.Source.ToString().ToLowerInvariant()),
        };
        Add(TelemetryTags.FlagVersion, answer.FlagVersion);
        Add(TelemetryTags.ErrorType, reason.ErrorType);
        Add(TelemetryTags.FlagContextId, _includesId ? question.Caller.DistinctId : null);
        return attributes;

        void Add(string name, object? value)
        {
            if (value is not null)
            {
                attributes.Add(new(name, value));
            }
        }
    }
}
