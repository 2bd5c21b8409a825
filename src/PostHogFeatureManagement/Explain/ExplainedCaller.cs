using System.Security.Cryptography;
using System.Text;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Explain;

/// <summary>What may be told about the caller.</summary>
/// <param name="DistinctId">The id, or its hash unless values are shown. Null when there is none.</param>
/// <param name="Trust">Who vouches for the caller.</param>
/// <param name="IsAmbient">Whether the library found the caller, rather than the call naming them.</param>
/// <param name="HasDeviceId">Whether the device is known.</param>
/// <param name="Groups">The types of the caller's groups.</param>
/// <param name="Properties">The person properties by name.</param>
internal sealed record ExplainedCaller(
    string? DistinctId,
    CallerTrust Trust,
    bool IsAmbient,
    bool HasDeviceId,
    IReadOnlyList<string> Groups,
    IReadOnlyList<KeyValuePair<string, ExplainedValue>> Properties)
{
    /// <summary>Enough to recognize an id that one knows.</summary>
    private const int HashDigits = 16;

    public static ExplainedCaller Of(in Caller caller, bool isAmbient, bool showValues)
    {
        PostHogContext context = caller.Context;
        return new ExplainedCaller(
            context.DistinctId is { } id ? showValues ? id : Hash(id) : null,
            caller.Trust,
            isAmbient,
            context.DeviceId is not null,
            [.. context.Groups.Keys.Order(StringComparer.Ordinal)],
            [
                .. context.Person.Known
                    .OrderBy(static property => property.Key, StringComparer.Ordinal)
                    .Select(property => KeyValuePair.Create(property.Key, ExplainedValue.Of(property.Value, showValues))),
            ]);
    }

    private static string Hash(string id) => string.Concat("sha256:", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(id))).AsSpan(0, HashDigits));
}
