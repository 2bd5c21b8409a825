using System.Diagnostics;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>Waits until other threads or a real server make a condition true, and no longer. The deadline only ends a test that fails anyway.</summary>
internal static class Eventually
{
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
}
