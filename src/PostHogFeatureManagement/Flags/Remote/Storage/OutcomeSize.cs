using System.Runtime.InteropServices;
using PostHogFeatureManagement.Client.Flags;

namespace PostHogFeatureManagement.Flags.Remote.Storage;

/// <summary>About how many bytes outcomes take in this process.</summary>
internal static class OutcomeSize
{
    private const int Record = 120;
    private const int Text = 24;

    // The document, its index, and the configuration section that a variant makes of it.
    private const int Payload = 512;
    private const int PayloadFactor = 4;

    /// <summary>An outcome without its key.</summary>
    public static long Of(RemoteFlag flag) => Record
        + Of(flag.Variant)
        + Of(flag.ReasonDescription)
        + Of(flag.Payload);

    public static long Of(FlagPayload? payload) =>
        payload is null ? 0 : Payload + (PayloadFactor * (long)JsonMarshal.GetRawUtf8Value(payload.Json).Length);

    public static long Of(string? text) => text is null ? 0 : Text + (sizeof(char) * (long)text.Length);
}
