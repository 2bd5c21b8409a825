using System.Buffers;
using System.Runtime.InteropServices;
using PostHogFeatureManagement.Caching.Distributed;

namespace PostHogFeatureManagement.Flags.RemoteConfig;

/// <summary>A value in the distributed cache: its JSON. It is empty for a flag without a value.</summary>
internal sealed class RemoteConfigCodec : ICacheCodec<RemoteConfigEntry>
{
    public string Kind => "c";

    public byte FormatVersion => 1;

    // Another instance may have a key that PostHog decrypts the value for.
    public bool TryWrite(RemoteConfigEntry value, IBufferWriter<byte> target)
    {
        if (value.Payload is { } payload)
        {
            target.Write(JsonMarshal.GetRawUtf8Value(payload.Json));
        }

        return value.Reason == FlagReason.Unknown;
    }

    public ValueTask<RemoteConfigEntry?> ReadAsync(ReadOnlyMemory<byte> body, DistributedDeadline deadline, CancellationToken cancellationToken)
    {
        if (body.IsEmpty)
        {
            return new(new RemoteConfigEntry(null, FlagReason.Unknown));
        }

        return new(FlagPayload.Parse(body) is { } json ? new RemoteConfigEntry(new FlagPayload(json), FlagReason.Unknown) : null);
    }
}
