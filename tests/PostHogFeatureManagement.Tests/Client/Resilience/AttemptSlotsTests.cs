using PostHogFeatureManagement.Client.Resilience;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

[Trait("Promise", "RS-07")]
[Trait("Promise", "RS-08")]
public class AttemptSlotsTests
{
    private readonly AttemptSlots _slots = new(limit: 2);

    [Fact]
    public void EnterAsync_SlotsFree_EntersAtOnce()
    {
        Assert.True(Enter().IsCompletedSuccessfully);
        Assert.True(Enter().IsCompletedSuccessfully);
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Exit_GoodAnswer_FreesAllSlots()
    {
        Slot slot = await FillAsync();
        Task<Slot?>[] waiting = [Enter(), Enter(), Enter()];

        Assert.False(_slots.Exit(slot, HealthSignal.Success));

        Assert.NotNull(await waiting[0]);
        Assert.NotNull(await waiting[1]);
        Assert.False(waiting[2].IsCompleted);
    }

    [Fact]
    public async Task Exit_GoodAnswerOfEarlierRound_FreesAllSlots()
    {
        Slot early = await FillAsync();
        _slots.Dismiss();
        await FillAsync();
        Task<Slot?> waiting = Enter();

        _slots.Exit(early, HealthSignal.Success);

        Assert.NotNull(await waiting);
    }

    [Fact]
    public async Task Exit_CallerLeft_PassesSlotOn()
    {
        Slot slot = await FillAsync();
        Task<Slot?>[] waiting = [Enter(), Enter()];

        Assert.False(_slots.Exit(slot, HealthSignal.None));

        Assert.NotNull(await waiting[0]);
        Assert.False(waiting[1].IsCompleted);
    }

    [Fact]
    public async Task Exit_Failure_KeepsSlotUntilAllFailed()
    {
        Slot slot = await FillAsync();
        Task<Slot?> waiting = Enter();

        Assert.False(_slots.Exit(slot, HealthSignal.Failure));
        Assert.False(waiting.IsCompleted);

        Assert.True(_slots.Exit(slot, HealthSignal.Failure));
    }

    [Fact]
    public async Task Exit_FailureOfEarlierRound_DoesNotCount()
    {
        Slot early = await FillAsync();
        _slots.Exit(early, HealthSignal.Success);
        Slot late = await FillAsync();

        Assert.False(_slots.Exit(early, HealthSignal.Failure));
        Assert.False(_slots.Exit(late, HealthSignal.Failure));
        Assert.True(_slots.Exit(late, HealthSignal.Failure));
    }

    [Fact]
    public async Task Exit_CallerOfEarlierRoundLeft_FreesNoSlot()
    {
        Slot early = await FillAsync();
        _slots.Exit(early, HealthSignal.Success);
        await FillAsync();

        _slots.Exit(early, HealthSignal.None);

        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Dismiss_AttemptsWait_EndsThemAndFreesAllSlots()
    {
        await FillAsync();
        Task<Slot?>[] waiting = [Enter(), Enter(), Enter()];

        _slots.Dismiss();

        Assert.All(await Task.WhenAll(waiting), static slot => Assert.Null(slot));
        await FillAsync();
    }

    [Fact]
    public async Task EnterAsync_WaiterLeaves_NextGetsSlot()
    {
        Slot slot = await FillAsync();
        using var leaving = new CancellationTokenSource();
        Task<Slot?> left = Enter(leaving.Token);
        Task<Slot?> staying = Enter();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _slots.Exit(slot, HealthSignal.None);

        Assert.NotNull(await staying);
    }

    private Task<Slot?> Enter(CancellationToken cancellationToken = default) => _slots.EnterAsync(cancellationToken).AsTask();

    private async Task<Slot> FillAsync()
    {
        await Enter();
        return (await Enter())!.Value;
    }
}
