using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Remote;

namespace PostHogFeatureManagement.Tests.Flags;

[Trait("Promise", "RC-02")]
public sealed class RequestStateTests
{
    private static readonly PostHogContext Anna = new("anna");

    [Fact]
    public void PinAnswer_SecondAnswer_ReturnsFirst()
    {
        var scope = new RequestState();
        RemoteAnswer first = Answer();

        Assert.Same(first, scope.PinAnswer(Anna, null, first));
        Assert.Same(first, scope.PinAnswer(new PostHogContext("anna"), null, Answer()));
        Assert.True(scope.TryGetAnswer(Anna, null, out RemoteAnswer? pinned));
        Assert.Same(first, pinned);
    }

    [Fact]
    public void PinAnswer_OtherCallerOrFlag_PinsSeparately()
    {
        var scope = new RequestState();
        RemoteAnswer[] answers = [Answer(), Answer(), Answer()];

        Assert.Same(answers[0], scope.PinAnswer(Anna, null, answers[0]));
        Assert.Same(answers[1], scope.PinAnswer(new PostHogContext("bob"), null, answers[1]));
        Assert.Same(answers[2], scope.PinAnswer(Anna, "beta", answers[2]));
        Assert.False(scope.TryGetAnswer(Anna, "gamma", out _));
    }

    [Fact]
    public async Task PinAnswer_ManyThreads_ReturnsSameAnswer()
    {
        var scope = new RequestState();
        using var start = new Barrier(8);

        RemoteAnswer[] pinned = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return scope.PinAnswer(Anna, null, Answer());
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(pinned.Distinct());
    }

    private static RemoteAnswer Answer() => new(RemoteFlagSet.Failed(FlagReason.Timeout), FlagSource.Remote);
}
