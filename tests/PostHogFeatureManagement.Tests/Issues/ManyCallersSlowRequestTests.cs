using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// A request that asked about many callers, such as a report, searched all its pinned answers at every check, and kept them all. 20 000 callers cost 15 times
/// as much each as 100.
/// </summary>
[Trait("Promise", "RC-02")]
public sealed class ManyCallersSlowRequestTests
{
    private const int Callers = 20_000;

    [Fact]
    public void PinAnswer_ManyCallers_ComparesFewAndKeepsBoundedNumber()
    {
        using var clock = PinClocks.Create();
        RequestPins pins = RequestPins.Of(new RequestState(clock));
        var answer = new RemoteAnswer(RemoteFlagSet.Failed(FlagReason.Timeout), FlagSource.Remote);
        var comparisons = new Counter();
        PostHogContext[] callers = [.. Enumerable.Range(0, Callers).Select(number => Caller(number, comparisons))];

        foreach (PostHogContext caller in callers)
        {
            Assert.False(pins.TryGetAnswer(caller, null, out _));
            pins.PinAnswer(caller, null, answer);
        }

        Assert.True(pins.TryGetAnswer(Caller(0, comparisons), null, out _));
        Assert.True(pins.TryGetAnswer(Caller(5_000, comparisons), null, out _));
        Assert.False(pins.TryGetAnswer(Caller(Callers - 1, comparisons), null, out _));
        Assert.InRange(comparisons.Value, 1, Callers * 50);
    }

    private static PostHogContext Caller(int number, Counter comparisons) =>
        new("report") { PersonProperties = new Dictionary<string, object?> { ["number"] = new Counted(number, comparisons) } };

    private sealed class Counter
    {
        public int Value { get; set; }
    }

    private sealed class Counted(int number, Counter comparisons)
    {
        private readonly int _number = number;

        public override bool Equals(object? obj)
        {
            comparisons.Value++;
            return obj is Counted other && other._number == _number;
        }

        public override int GetHashCode() => _number;
    }
}
