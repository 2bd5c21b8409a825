using System.Diagnostics;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Waits until other threads or a real server make a condition true, and no longer. The deadline only ends a test that fails anyway.</summary>
internal static class Eventually
{
    private const int LooksToSettle = 5;

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(1);

    public static Task TrueAsync(Func<bool> condition) => TrueAsync(() => Task.FromResult(condition()));

    public static async Task TrueAsync(Func<Task<bool>> condition)
    {
        long start = Stopwatch.GetTimestamp();
        using var looks = new PeriodicTimer(LookEvery);
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Deadline, "The condition did not become true.");
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>
    /// Gives the work that other threads have begun the time to make a condition true, but does not insist on it. Each look runs on the
    /// thread pool, so a busy pool delays it as much as the work.
    /// </summary>
    public static async Task SettledAsync(Func<bool> condition)
    {
        using var looks = new PeriodicTimer(LookEvery);
        for (int i = 0; i < LooksToSettle && !condition(); i++)
        {
            await looks.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }
}
