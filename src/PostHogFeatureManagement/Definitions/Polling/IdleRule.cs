namespace PostHogFeatureManagement.Definitions.Polling;

/// <summary>Decides whether the application is idle: no flag was checked for <see cref="PostHogDefinitionsOptions.IdleAfter"/>. Not thread-safe.</summary>
/// <param name="idleAfter">How long without checks; zero for never idle.</param>
/// <param name="activity">Whether there are checks.</param>
/// <param name="timeProvider">The library's clock.</param>
internal sealed class IdleRule(TimeSpan idleAfter, CheckActivity activity, TimeProvider timeProvider)
{
    private long _lastSeen = timeProvider.GetTimestamp();

    public bool IsIdle()
    {
        long now = timeProvider.GetTimestamp();
        if (activity.Take())
        {
            _lastSeen = now;
        }

        return idleAfter > TimeSpan.Zero && timeProvider.GetElapsedTime(_lastSeen, now) >= idleAfter;
    }
}
