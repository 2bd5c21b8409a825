using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>The content of a <c>/flags</c> response.</summary>
internal sealed record FlagsAnswer(IReadOnlyList<FlagRecord> Records, bool IsQuotaLimited = false, bool MinimalEvents = false)
{
    public bool HasErrors => Records.Any(record => record.Answer.HasFailed);
}

/// <summary>One flag of the response.</summary>
internal sealed record FlagRecord(EmulatedFlag Flag, EmulatedAnswer Answer)
{
    public JsonElement Payload => Answer switch
    {
        { Rule: { } rule } => rule.Payload,
        { IsEnabled: true } => Flag.Payload(Answer.Variant ?? "true", isDecrypted: false),
        _ => default,
    };
}
