using PostHogFeatureManagement.FeatureManagement.Snapshots;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.FeatureManagement.Snapshots;

[Trait("Promise", "FM-07")]
public sealed class SnapshotAnswersTests
{
    private static readonly SnapshotKey Key = new("beta", Caller.OfApplication(new PostHogContext("ada")), origin: null);
    private readonly SnapshotEntries<bool> _answers = new();

    [Fact]
    public async Task GetAsync_FailedAfterAllCallersCanceled_ComputesAgain()
    {
        var computation = new TaskCompletionSource<bool>();
        using var leaving = new CancellationTokenSource();
        Task<bool> left = _answers.GetAsync(Key, computation, static pending => new(pending.Task), leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);

        computation.SetException(new InvalidOperationException());

        Assert.True(await _answers.GetAsync(Key, 0, static _ => new(true), CancellationToken.None));
    }

    [Fact]
    public async Task GetAsync_Failed_ThrowsAndComputesAgain()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
            await _answers.GetAsync(Key, 0, static _ => ValueTask.FromException<bool>(new InvalidOperationException()), CancellationToken.None));

        Assert.True(await _answers.GetAsync(Key, 0, static _ => new(true), CancellationToken.None));
    }

    [Fact]
    public async Task GetAsync_AnotherThreadComputes_WaitsForItsAnswer()
    {
        using var computing = new SemaphoreSlim(0);
        using var end = new SemaphoreSlim(0);
        int computations = 0;
        Task<bool> first = Task.Run(() => _answers.GetAsync(Key, 0, _ => Compute(), CancellationToken.None).AsTask());
        await computing.WaitAsync(TestContext.Current.CancellationToken);

        Task<bool>[] others = [.. Enumerable.Range(0, 3).Select(_ => _answers.GetAsync(Key, 0, _ => Compute(), CancellationToken.None).AsTask())];

        Assert.All(others, static other => Assert.False(other.IsCompleted));
        end.Release();
        Assert.All(await Task.WhenAll([first, .. others]), Assert.True);
        Assert.Equal(1, computations);

        ValueTask<bool> Compute()
        {
            Interlocked.Increment(ref computations);
            computing.Release();
            end.Wait(TestContext.Current.CancellationToken);
            return new ValueTask<bool>(true);
        }
    }

    [Fact]
    public async Task GetAsync_AnotherThreadsComputationFails_FailsAndComputesAgain()
    {
        using var computing = new SemaphoreSlim(0);
        using var end = new SemaphoreSlim(0);
        Task<bool> first = Task.Run(() => _answers.GetAsync(Key, 0, _ => Fail(), CancellationToken.None).AsTask());
        await computing.WaitAsync(TestContext.Current.CancellationToken);
        Task<bool> other = _answers.GetAsync(Key, 0, static _ => new(true), CancellationToken.None).AsTask();

        end.Release();

        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await Assert.ThrowsAsync<InvalidOperationException>(() => other);
        Assert.True(await _answers.GetAsync(Key, 0, static _ => new(true), CancellationToken.None));

        ValueTask<bool> Fail()
        {
            computing.Release();
            end.Wait(TestContext.Current.CancellationToken);
            throw new InvalidOperationException();
        }
    }

    [Fact]
    public async Task GetAsync_ComputationAsksForItself_DoesNotWaitForItself()
    {
        bool answer = await _answers.GetAsync(Key, _answers, static answers => answers.GetAsync(Key, 0, static _ => new(true), CancellationToken.None), CancellationToken.None);

        Assert.True(answer);
    }
}
