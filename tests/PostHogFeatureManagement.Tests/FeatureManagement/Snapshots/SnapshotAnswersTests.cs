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
}
