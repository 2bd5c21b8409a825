using PostHogFeatureManagement.Client;

namespace PostHogFeatureManagement.Tests.Client;

[Trait("Promise", "RS-07")]
[Trait("Promise", "RS-08")]
public class UnansweredCallsTests
{
    private readonly UnansweredCalls _calls = new(limit: 2);

    [Fact]
    public void EnterAsync_PlacesLeft_GoesOnAtOnce()
    {
        Assert.True(Enter().IsCompletedSuccessfully);
        Assert.True(Enter().IsCompletedSuccessfully);
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Exit_GoodAnswer_LetsAsManyGoAgain()
    {
        CallPlace place = await FillAsync();
        Task<CallPlace?>[] waiting = [Enter(), Enter(), Enter()];

        Assert.False(_calls.Exit(place, CallEvidence.Success));

        Assert.NotNull(await waiting[0]);
        Assert.NotNull(await waiting[1]);
        Assert.False(waiting[2].IsCompleted);
    }

    [Fact]
    public async Task Exit_GoodAnswerOfAnEarlierRound_IsAnAnswerAllTheSame()
    {
        CallPlace early = await FillAsync();
        _calls.Dismiss();
        await FillAsync();
        Task<CallPlace?> waiting = Enter();

        _calls.Exit(early, CallEvidence.Success);

        Assert.NotNull(await waiting);
    }

    [Fact]
    public async Task Exit_CallerLeft_PassesThePlaceOn()
    {
        CallPlace place = await FillAsync();
        Task<CallPlace?>[] waiting = [Enter(), Enter()];

        Assert.False(_calls.Exit(place, CallEvidence.None));

        Assert.NotNull(await waiting[0]);
        Assert.False(waiting[1].IsCompleted);
    }

    [Fact]
    public async Task Exit_Failure_KeepsThePlaceUntilAllHaveFailed()
    {
        CallPlace place = await FillAsync();
        Task<CallPlace?> waiting = Enter();

        Assert.False(_calls.Exit(place, CallEvidence.Failure));
        Assert.False(waiting.IsCompleted);

        Assert.True(_calls.Exit(place, CallEvidence.Failure));
    }

    [Fact]
    public async Task Exit_FailureOfAnEarlierRound_HasNoSay()
    {
        CallPlace early = await FillAsync();
        _calls.Exit(early, CallEvidence.Success);
        CallPlace late = await FillAsync();

        Assert.False(_calls.Exit(early, CallEvidence.Failure));
        Assert.False(_calls.Exit(late, CallEvidence.Failure));
        Assert.True(_calls.Exit(late, CallEvidence.Failure));
    }

    [Fact]
    public async Task Exit_CallerOfAnEarlierRoundLeft_GivesNothingBack()
    {
        CallPlace early = await FillAsync();
        _calls.Exit(early, CallEvidence.Success);
        await FillAsync();

        _calls.Exit(early, CallEvidence.None);

        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Dismiss_SomeWait_SendsThemAwayAndBeginsAnew()
    {
        await FillAsync();
        Task<CallPlace?>[] waiting = [Enter(), Enter(), Enter()];

        _calls.Dismiss();

        Assert.All(await Task.WhenAll(waiting), static place => Assert.Null(place));
        await FillAsync();
    }

    [Fact]
    public async Task EnterAsync_WaiterLeaves_IsPassedOver()
    {
        CallPlace place = await FillAsync();
        using var leaving = new CancellationTokenSource();
        Task<CallPlace?> left = Enter(leaving.Token);
        Task<CallPlace?> staying = Enter();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _calls.Exit(place, CallEvidence.None);

        Assert.NotNull(await staying);
    }

    private Task<CallPlace?> Enter(CancellationToken cancellationToken = default) => _calls.EnterAsync(cancellationToken).AsTask();

    private async Task<CallPlace> FillAsync()
    {
        await Enter();
        return (await Enter())!.Value;
    }
}
