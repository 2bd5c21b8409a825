namespace PostHogFeatureManagement.Fleet.Storage;

/// <summary>
/// What instances share: named values that are read and replaced, and announcements. Implementations may throw, hang and block: <see cref="FleetStorage"/> stands
/// before them. Safe for concurrent use.
/// </summary>
internal interface IFleetBackend
{
    /// <summary>The kind of storage, for messages.</summary>
    string Name { get; }

    /// <summary>Whether of two instances that replace the same value only one succeeds. Otherwise, both may, now and then.</summary>
    bool IsStrict { get; }

    /// <summary>The largest value that may be written, in bytes.</summary>
    int MaxValueSize { get; }

    /// <summary>Reads a value.</summary>
    Task<StoredValue> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Replaces a value if it is still what it was, where null stands for no value; false when it is not.</summary>
    Task<bool> ReplaceAsync(string name, byte[]? expected, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Whether announcements on the channel reach this instance at the moment.</summary>
    bool IsListening(string channel);

    /// <summary>Has announcements on a channel delivered, now or as soon as that is possible. The second call changes nothing.</summary>
    Task ListenAsync(string channel, Action<byte[]> heard);

    /// <summary>Sends a short message to all instances that listen, this one included.</summary>
    Task AnnounceAsync(string channel, byte[] message);
}
