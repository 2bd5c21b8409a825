using System.Text;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// What must hold for every input of one kind. The seed determines a case. The benchmarks' fuzzer runs hundreds of thousands of cases, a test runs a few
/// thousand. Safe for concurrent use.
/// </summary>
internal abstract class RandomCheck
{
    private const int ShownLength = 4_000;

    /// <summary>Returns what is wrong with a case, and its documents; null when nothing is.</summary>
    public string? FindFault(int seed) => FindFault(seed, static () => 0, out _);

    /// <inheritdoc cref="FindFault(int)"/>
    /// <param name="seed">Determines the case.</param>
    /// <param name="clock">Processor time of the current thread in nanoseconds.</param>
    /// <param name="time">Receives the time that the library's slowest step took.</param>
    public string? FindFault(int seed, Func<double> clock, out double time)
    {
#pragma warning disable CA5394 // The test needs a repeatable source, not a secure one.
        var trial = new RandomTrial(new Random(seed), clock);
#pragma warning restore CA5394
        string? fault;
        try
        {
            fault = FindFault(trial);
        }
        catch (Exception exception)
        {
            // Any exception is a fault.
            fault = exception.ToString();
        }

        time = trial.Time;
        return fault is null ? null : string.Join(Environment.NewLine, [fault, .. trial.Documents.Select(Show)]);
    }

    protected abstract string? FindFault(RandomTrial trial);

    private static string Show(byte[] document)
    {
        string text = Encoding.UTF8.GetString(document);
        return text.Length <= ShownLength ? text : $"{text[..ShownLength]}… ({document.Length} bytes)";
    }
}
