using System.Buffers;

namespace PostHogFeatureManagement.Caching.Distributed;

/// <summary>How values look in the distributed level. What it reads may be anything; what it cannot read is a miss.</summary>
internal interface ICacheCodec<T>
    where T : class
{
    /// <summary>A short name of what is stored, part of the key.</summary>
    string Kind { get; }

    /// <summary>The version of the format. Another version's entries are not read.</summary>
    byte FormatVersion { get; }

    /// <summary>Writes a value; false when it cannot or should not be stored.</summary>
    bool TryWrite(T value, IBufferWriter<byte> target);

    /// <summary>Reads a value; null when the bytes are not one. What else must be looked up shares <paramref name="deadline"/>.</summary>
    ValueTask<T?> ReadAsync(ReadOnlyMemory<byte> body, DistributedDeadline deadline, CancellationToken cancellationToken);
}
