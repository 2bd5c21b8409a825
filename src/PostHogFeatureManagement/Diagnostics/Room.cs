namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Limits how many keys from outside are kept.</summary>
internal static class Room
{
    /// <summary>PostHog's own limit for the key of a flag. A longer text is no key, and is not kept.</summary>
    public const int MaxKeyLength = 400;

    /// <summary>Takes one place for a key; false when all are taken or the key is too long. Thread-safe.</summary>
    public static bool TryTake(ref int taken, int limit, string key) => key.Length <= MaxKeyLength && TryTake(ref taken, limit);

    /// <summary>Takes one place; false when all are taken. Thread-safe.</summary>
    /// <remarks>It stops counting at the limit: counting on would in the end overflow to numbers below it.</remarks>
    public static bool TryTake(ref int taken, int limit) => Volatile.Read(ref taken) < limit && Interlocked.Increment(ref taken) <= limit;
}
