namespace PostHogFeatureManagement.Benchmarks.Sampling;

/// <summary>An operation to measure, in its own loop.</summary>
internal sealed class Contender
{
    private Contender(Func<int, Task> loopAsync) => LoopAsync = loopAsync;

    /// <summary>Runs the operation this many times.</summary>
    public Func<int, Task> LoopAsync { get; }

    public static Contender Of<T>(Func<T> operation) => new(count =>
    {
        T? last = default;
        for (int i = 0; i < count; i++)
        {
            last = operation();
        }

        Sink<T>.Last = last;
        return Task.CompletedTask;
    });

    public static Contender Of<T>(Func<ValueTask<T>> operation) => new(async count =>
    {
        T? last = default;
        for (int i = 0; i < count; i++)
        {
            last = await operation();
        }

        Sink<T>.Last = last;
    });

    public static Contender Of<T>(Func<Task<T>> operation) => new(async count =>
    {
        T? last = default;
        for (int i = 0; i < count; i++)
        {
            last = await operation();
        }

        Sink<T>.Last = last;
    });

    /// <summary>Keeps results alive so that no operation is optimized away.</summary>
    private static class Sink<T>
    {
        public static T? Last { get; set; }
    }
}
