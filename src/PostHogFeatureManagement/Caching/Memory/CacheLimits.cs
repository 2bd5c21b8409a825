namespace PostHogFeatureManagement.Caching.Memory;

/// <summary>How much the in-process level keeps.</summary>
/// <param name="Entries">How many entries.</param>
/// <param name="Bytes">How many bytes all entries take together.</param>
/// <param name="SizeOf">About how many bytes a value takes. It is called once, when the value is stored.</param>
internal sealed record CacheLimits<T>(int Entries, long Bytes, Func<T, long> SizeOf)
    where T : class;
