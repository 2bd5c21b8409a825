namespace PostHogFeatureManagement.Diagnostics;

/// <summary>Limits how many keys from outside are kept.</summary>
internal static class Room
{
    /// <summary>Takes one place; false when all are taken. Thread-safe.</summary>
    /// <remarks>It stops counting at the limit: counting on would in the end overflow to numbers below it.</remarks>
    public static bool TryTake(ref int taken, int limit) => Volatile.Read(ref taken) < limit && Interlocked.Increment(ref taken) <= limit;
}
