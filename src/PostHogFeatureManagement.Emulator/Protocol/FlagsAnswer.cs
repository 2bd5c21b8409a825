using System.Text.Json;
using PostHogFeatureManagement.Emulator.Definitions;

namespace PostHogFeatureManagement.Emulator.Protocol;

/// <summary>What <c>/flags</c> is going to say.</summary>
internal sealed record FlagsAnswer(IReadOnlyList<FlagRecord> Records, bool IsQuotaLimited = false, bool MinimalEvents = false)
{
    public bool HasErrors => Records.Any(record => record.Answer.HasFailed);
}

/// <summary>One flag of the answer.</summary>
internal sealed record FlagRecord(EmulatedFlag Flag, EmulatedAnswer Answer)
{
    public JsonElement Payload => Answer.IsEnabled ? Flag.Payload(Answer.Variant ?? "true") : default;
}
