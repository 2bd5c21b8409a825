using System.Text.Json;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Events.Exposures;

/// <summary>
/// <c>$feature_flag_called</c>: a caller got a flag's value (protocol §10.3). It copies what it needs of the answer, because answers and callers hold
/// definitions and properties that would stay in memory as long as the event waits.
/// </summary>
internal sealed class Exposure : QueuedEvent
{
    public const string EventName = "$feature_flag_called";

    private readonly UInt128 _key;
    private readonly string _flagKey;
    private readonly bool _hasValue;
    private readonly bool _isEnabled;
    private readonly string? _variant;
    private readonly bool _isLocal;
    private readonly bool _isMinimal;
    private readonly bool? _hasExperiment;
    private readonly long? _flagId;
    private readonly int? _flagVersion;
    private readonly string? _reason;
    private readonly string? _requestId;
    private readonly long? _evaluatedAt;
    private readonly long? _loadedAt;
    private readonly string? _error;
    private readonly string? _sessionId;
    private readonly string? _deviceId;
    private readonly KeyValuePair<string, string>[] _groups;

    /// <param name="key">By what the exposure is remembered.</param>
    /// <param name="flagKey">The flag.</param>
    /// <param name="caller">The caller, who has a distinct id.</param>
    /// <param name="result">PostHog's result, also when something else answered.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="timestamp">When the flag was read.</param>
    public Exposure(UInt128 key, string flagKey, PostHogContext caller, in FlagResult result, in FlagAnswer answer, DateTimeOffset timestamp)
        : base(EventName, caller.DistinctId!, timestamp)
    {
        _key = key;
        _flagKey = flagKey;
        _sessionId = caller.SessionId;
        _deviceId = caller.DeviceId;
        _groups = GroupKeys.Of(caller);
        _error = ExposureErrors.Of(result, answer.RemoteAnswer);
        if (!result.HasValue)
        {
            return;
        }

        _hasValue = true;
        _isEnabled = result.IsEnabled;
        _variant = result.IsEnabled ? result.Variant : null;
        _isLocal = answer.DefinitionsFetchedAt is not null;
        _hasExperiment = answer.HasExperiment;
        _isMinimal = answer is { MinimalFlagCalledEvents: true, HasExperiment: false };
        _flagId = answer.FlagId;
        _flagVersion = _isLocal ? null : answer.FlagVersion;
        _reason = _isLocal ? "Evaluated locally" : answer.ReasonDescription ?? ReasonCode(result.Reason);
        _requestId = answer.RequestId;
        _evaluatedAt = _isLocal ? timestamp.ToUnixTimeMilliseconds() : answer.EvaluatedAt;
        _loadedAt = answer.DefinitionsFetchedAt?.ToUnixTimeMilliseconds();
    }

    public override UInt128? DeduplicationKey => _key;

    public string FlagKey => _flagKey;

    /// <summary>The value as text, for the de-duplication between instances.</summary>
    public string ValueText => !_hasValue ? "null" : _variant ?? (_isEnabled ? "true" : "false");

    public KeyValuePair<string, string>[] Groups => _groups;

    public override int Size => BaseSize
        + (2 * (DistinctId.Length + (_requestId?.Length ?? 0) + (_sessionId?.Length ?? 0) + (_deviceId?.Length ?? 0) + GroupKeys.Length(_groups)));

    public override void WriteProperties(Utf8JsonWriter writer, EventProperties common)
    {
        writer.WriteString("$feature_flag", _flagKey);
        WriteValue(writer, "$feature_flag_response");
        if (!_isMinimal)
        {
            WriteValue(writer, EventProperties.FlagPrefix + _flagKey);
        }

        writer.WriteBoolean("locally_evaluated", _isLocal);
        WriteNumber(writer, "$feature_flag_id", _flagId);
        WriteNumber(writer, "$feature_flag_version", _flagVersion);
        EventProperties.WriteText(writer, "$feature_flag_reason", _reason);
        EventProperties.WriteText(writer, "$feature_flag_request_id", _requestId);
        WriteNumber(writer, "$feature_flag_evaluated_at", _evaluatedAt);
        if (_hasExperiment is { } hasExperiment)
        {
            writer.WriteBoolean("$feature_flag_has_experiment", hasExperiment);
        }

        EventProperties.WriteText(writer, "$feature_flag_error", _error);
        EventProperties.WriteGroups(writer, _groups);
        EventProperties.WriteText(writer, EventProperties.SessionId, _sessionId);
        if (!_isMinimal)
        {
            WriteNumber(writer, "$feature_flag_definitions_loaded_at", _loadedAt);
            EventProperties.WriteText(writer, EventProperties.DeviceId, _deviceId);
        }

        common.Write(writer);
    }

    private static string? ReasonCode(FlagReason reason) =>
        reason == FlagReason.Unknown ? null : JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());

    private static void WriteNumber(Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }

    private void WriteValue(Utf8JsonWriter writer, string name)
    {
        if (!_hasValue)
        {
            writer.WriteNull(name);
        }
        else if (_variant is not null)
        {
            writer.WriteString(name, _variant);
        }
        else
        {
            writer.WriteBoolean(name, _isEnabled);
        }
    }
}
