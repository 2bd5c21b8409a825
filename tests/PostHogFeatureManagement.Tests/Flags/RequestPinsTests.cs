using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "RC-02")]
public sealed class RequestPinsTests
{
    private static readonly PinClock Clock = PinClocks.Create();
    private static readonly PostHogContext Anna = new("anna");

    [Fact]
    public void PinAnswer_SecondAnswer_ReturnsFirst()
    {
        var state = new RequestState(Clock);
        RemoteAnswer first = Answer();

        Assert.Same(first, RequestPins.Of(state).PinAnswer(Anna, null, first));
        Assert.Same(first, RequestPins.Of(state).PinAnswer(new PostHogContext("anna"), null, Answer()));
        Assert.True(RequestPins.Of(state).TryGetAnswer(Anna, null, out RemoteAnswer? pinned));
        Assert.Same(first, pinned);
    }

    [Fact]
    public void PinAnswer_OtherCallerOrFlag_PinsSeparately()
    {
        var state = new RequestState(Clock);
        RemoteAnswer[] answers = [Answer(), Answer(), Answer()];

        Assert.Same(answers[0], RequestPins.Of(state).PinAnswer(Anna, null, answers[0]));
        Assert.Same(answers[1], RequestPins.Of(state).PinAnswer(new PostHogContext("bob"), null, answers[1]));
        Assert.Same(answers[2], RequestPins.Of(state).PinAnswer(Anna, "beta", answers[2]));
        Assert.False(RequestPins.Of(state).TryGetAnswer(Anna, "gamma", out _));
    }

    [Fact]
    public async Task PinAnswer_ManyThreads_ReturnsSameAnswer()
    {
        var state = new RequestState(Clock);
        using var start = new Barrier(8);

        RemoteAnswer[] pinned = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return RequestPins.Of(state).PinAnswer(Anna, null, Answer());
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(pinned.Distinct());
    }

    [Fact]
    public void TryGetAnswer_PinForHasPassed_ReturnsFalse()
    {
        var time = new ManualTimeProvider();
        using var clock = PinClocks.Create(time, TimeSpan.FromSeconds(8));
        var state = new RequestState(clock);
        RequestPins.Of(state).PinAnswer(Anna, null, Answer());

        time.Advance(TimeSpan.FromSeconds(6));
        Assert.True(RequestPins.Of(state).TryGetAnswer(Anna, null, out _));

        time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(RequestPins.Of(state).TryGetAnswer(Anna, null, out _));
    }

    private static RemoteAnswer Answer() => new(RemoteFlagSet.Failed(FlagReason.Timeout), FlagSource.Remote);
}
