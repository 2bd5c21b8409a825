namespace PostHogFeatureManagement.Fleet.Copy;

/// <summary>What an instance saw when it looked at the shared head.</summary>
/// <param name="State">What was there.</param>
/// <param name="Head">The head, exactly if it could be read.</param>
/// <param name="Bytes">What a publication that goes on from this look must still find; null for nothing.</param>
/// <param name="Now">The time of the look, by the clock that instances share if there is one.</param>
internal sealed record HeadLook(HeadState State, SharedHead? Head, byte[]? Bytes, DateTimeOffset Now)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>How long PostHog must not be asked. A time far ahead is cut, because the clock of its writer may be wrong.</summary>
    public TimeSpan Wait
    {
        get
        {
            TimeSpan wait = (Head?.NotBefore ?? Now) - Now;
            return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < LongestWait ? wait : LongestWait;
        }
    }

    /// <summary>The age of what was published. A clock may be wrong, but nothing is younger than new.</summary>
    public TimeSpan Age => Head is { } head && head.FetchedAt < Now ? Now - head.FetchedAt : TimeSpan.Zero;
}
