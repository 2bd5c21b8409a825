using System.Globalization;
using System.Text.Json;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Tests.Flags;

/// <summary>The 60 flags of a typical project, some with variants and payloads.</summary>
internal static class RemoteFlagSamples
{
    public static FlagPayload Payload(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return new FlagPayload(document.RootElement.Clone());
    }

    /// <summary>One caller's answers for the 60 flags. They differ between callers.</summary>
    public static FlagsResponse Sixty(int caller) => RemoteProbe.Success([.. Enumerable.Range(0, 60).Select(flag => Flag(flag, caller))]) with
    {
        RequestId = new Guid(caller, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]).ToString("D"),
        EvaluatedAt = 1_767_225_600_123 + caller,
        MinimalFlagCalledEvents = true,
    };

    private static RemoteFlag Flag(int flag, int caller)
    {
        string key = string.Create(CultureInfo.InvariantCulture, $"checkout-redesign-{flag}");
        int choice = (flag + caller) % 3;
        return new RemoteFlag(key, choice > 0, flag % 4 == 0 && choice > 0 ? $"variant-{choice}" : null)
        {
            Reason = choice > 0 ? FlagReason.ConditionMatch : FlagReason.OutOfRolloutBound,
            ConditionIndex = choice,
            ReasonDescription = string.Create(CultureInfo.InvariantCulture, $"Matched condition set {choice + 1}"),
            Id = 5000 + flag,
            Version = 9,
            HasExperiment = flag % 4 == 0,
            Payload = flag % 4 == 0 && choice > 0 ? Payload($$"""{"columns":{{choice}},"title":"Größe"}""") : null,
        };
    }
}
