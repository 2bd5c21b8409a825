using PostHogFeatureManagement.Client.Resilience;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

/// <summary>Many callers at once. Some of them leave before, while or after they get a slot.</summary>
[Trait("Promise", "RS-08")]
public class AttemptSlotsStressTests
{
    private const int Limit = 3;
    private const int Callers = 8;
    private const int CallsEach = 5_000;

    private readonly AttemptSlots _slots = new(Limit);

    [Fact]
    public async Task EnterAsync_CallersComeAndGo_NoSlotIsLostOrDoubled()
    {
        await RunAsync(static _ => HealthSignal.None);

        for (int i = 0; i < Limit; i++)
        {
            Assert.True(Enter().IsCompletedSuccessfully);
        }

        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_CallsEndInEveryWay_NoCallerWaitsForever()
    {
        await RunAsync(static random => (HealthSignal)random.Next(3));

        _slots.Exit(Slot.None, HealthSignal.Success);

        Assert.True(Enter().IsCompletedSuccessfully);
    }

    private Task<Slot?> Enter(CancellationToken cancellationToken = default) => _slots.EnterAsync(cancellationToken).AsTask();

    private Task RunAsync(Func<Random, HealthSignal> end) => Task
        .WhenAll(Enumerable.Range(0, Callers).Select(seed => Task.Run(() => CallAsync(new Random(seed), end), TestContext.Current.CancellationToken)))
        .WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);

    private async Task CallAsync(Random random, Func<Random, HealthSignal> end)
    {
        for (int i = 0; i < CallsEach; i++)
        {
            if (await EnterAsync(isLeaving: random.Next(3) == 0) is not Slot slot)
            {
                continue;
            }

            await Task.Yield();
            if (_slots.Exit(slot, end(random)))
            {
                _slots.Dismiss();
            }
        }
    }

    private async Task<Slot?> EnterAsync(bool isLeaving)
    {
        using var leaving = new CancellationTokenSource();
        Task<Slot?> entering = Enter(leaving.Token);
        if (isLeaving)
        {
            await leaving.CancelAsync();
        }

        try
        {
            return await entering;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
