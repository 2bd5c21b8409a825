using PostHogFeatureManagement.Client.Resilience;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

[Trait("Promise", "RS-07")]
[Trait("Promise", "RS-08")]
public class AttemptSlotsTests
{
    private readonly AttemptSlots _calls = new(limit: 2);

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
        Slot place = await FillAsync();
        Task<Slot?>[] waiting = [Enter(), Enter(), Enter()];

        Assert.False(_calls.Exit(place, HealthSignal.Success));

        Assert.NotNull(await waiting[0]);
        Assert.NotNull(await waiting[1]);
        Assert.False(waiting[2].IsCompleted);
    }

    [Fact]
    public async Task Exit_GoodAnswerOfAnEarlierRound_IsAnAnswerAllTheSame()
    {
        Slot early = await FillAsync();
        _calls.Dismiss();
        await FillAsync();
        Task<Slot?> waiting = Enter();

        _calls.Exit(early, HealthSignal.Success);

        Assert.NotNull(await waiting);
    }

    [Fact]
    public async Task Exit_CallerLeft_PassesThePlaceOn()
    {
        Slot place = await FillAsync();
        Task<Slot?>[] waiting = [Enter(), Enter()];

        Assert.False(_calls.Exit(place, HealthSignal.None));

        Assert.NotNull(await waiting[0]);
        Assert.False(waiting[1].IsCompleted);
    }

    [Fact]
    public async Task Exit_Failure_KeepsThePlaceUntilAllHaveFailed()
    {
        Slot place = await FillAsync();
        Task<Slot?> waiting = Enter();

        Assert.False(_calls.Exit(place, HealthSignal.Failure));
        Assert.False(waiting.IsCompleted);

        Assert.True(_calls.Exit(place, HealthSignal.Failure));
    }

    [Fact]
    public async Task Exit_FailureOfAnEarlierRound_HasNoSay()
    {
        Slot early = await FillAsync();
        _calls.Exit(early, HealthSignal.Success);
        Slot late = await FillAsync();

        Assert.False(_calls.Exit(early, HealthSignal.Failure));
        Assert.False(_calls.Exit(late, HealthSignal.Failure));
        Assert.True(_calls.Exit(late, HealthSignal.Failure));
    }

    [Fact]
    public async Task Exit_CallerOfAnEarlierRoundLeft_GivesNothingBack()
    {
        Slot early = await FillAsync();
        _calls.Exit(early, HealthSignal.Success);
        await FillAsync();

        _calls.Exit(early, HealthSignal.None);

        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Dismiss_SomeWait_SendsThemAwayAndBeginsAnew()
    {
        await FillAsync();
        Task<Slot?>[] waiting = [Enter(), Enter(), Enter()];

        _calls.Dismiss();

        Assert.All(await Task.WhenAll(waiting), static place => Assert.Null(place));
        await FillAsync();
    }

    [Fact]
    public async Task EnterAsync_WaiterLeaves_IsPassedOver()
    {
        Slot place = await FillAsync();
        using var leaving = new CancellationTokenSource();
        Task<Slot?> left = Enter(leaving.Token);
        Task<Slot?> staying = Enter();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _calls.Exit(place, HealthSignal.None);

        Assert.NotNull(await staying);
    }

    private Task<Slot?> Enter(CancellationToken cancellationToken = default) => _calls.EnterAsync(cancellationToken).AsTask();

    private async Task<Slot> FillAsync()
    {
        await Enter();
        return (await Enter())!.Value;
    }
}
