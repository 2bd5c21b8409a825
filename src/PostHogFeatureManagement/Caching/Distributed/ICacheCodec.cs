using System.Buffers;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>The format of values in the distributed level. The bytes to read may be anything; unreadable bytes are a miss.</summary>
internal interface ICacheCodec<T>
    where T : class
{
    /// <summary>A short name for the kind of value, which is part of the key.</summary>
    string Kind { get; }

    /// <summary>The version of the format. Entries of other versions are not read.</summary>
    byte FormatVersion { get; }

    /// <summary>Writes a value; false when it cannot or must not be stored.</summary>
    bool TryWrite(T value, IBufferWriter<byte> target);

    /// <summary>Reads a value; null when the bytes are not a value. Further look-ups share the <paramref name="deadline"/>.</summary>
    ValueTask<T?> ReadAsync(ReadOnlyMemory<byte> body, DistributedDeadline deadline, CancellationToken cancellationToken);
}
