using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Client.Resilience;

namespace PostHogFeatureManagement.Tests.Client.Resilience;

[Trait("Promise", "RS-07")]
public class PlacesTests
{
    private readonly Places _places = new(limit: 2);

    [Fact]
    public async Task EnterAsync_PlaceFree_EntersAtOnce()
    {
        Assert.Equal(WireFailure.None, await Enter());
        Assert.Equal(WireFailure.None, await Enter());
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task Exit_CallsWait_FirstInLineEnters()
    {
        await FillAsync();
        Task<WireFailure>[] waiting = [Enter(), Enter()];

        _places.Exit();

        Assert.Equal(WireFailure.None, await waiting[0]);
        Assert.False(waiting[1].IsCompleted);
    }

    [Fact]
    public async Task Exit_FirstInLineLeft_NextEnters()
    {
        await FillAsync();
        using var leaving = new CancellationTokenSource();
        using var unwanted = new CancellationTokenSource();
        Task<WireFailure> left = Enter(cancellationToken: leaving.Token);
        Task<WireFailure> given = Enter(wanted: unwanted.Token);
        Task<WireFailure> staying = Enter();

        await leaving.CancelAsync();
        await unwanted.CancelAsync();
        _places.Exit();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.Equal(WireFailure.Overloaded, await given);
        Assert.Equal(WireFailure.None, await staying);
    }

    [Fact]
    public async Task EnterAsync_UnwantedFromStartAndFull_DoesNotWait()
    {
        await FillAsync();

        Assert.Equal(WireFailure.Overloaded, await Enter(wanted: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task EnterAsync_UnwantedFromStartAndPlaceFree_Enters() =>
        Assert.Equal(WireFailure.None, await Enter(wanted: new CancellationToken(canceled: true)));

    [Fact]
    public async Task Dismiss_CallsWait_AllEndWithOpenCircuit()
    {
        await FillAsync();
        Task<WireFailure>[] waiting = [Enter(), Enter()];

        _places.Dismiss(WireFailure.CircuitOpen);

        Assert.All(await Task.WhenAll(waiting), static refusal => Assert.Equal(WireFailure.CircuitOpen, refusal));
        Assert.False(Enter().IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_ProbeWhenFull_EntersWithoutAPlaceOfOthers()
    {
        await FillAsync();

        Assert.Equal(WireFailure.None, await _places.EnterAsync(isProbe: true, CancellationToken.None, CancellationToken.None));
        Task<WireFailure> waiting = Enter();
        _places.Exit();

        Assert.False(waiting.IsCompleted);
        _places.Exit();
        Assert.Equal(WireFailure.None, await waiting);
    }

    private Task<WireFailure> Enter(CancellationToken wanted = default, CancellationToken cancellationToken = default) =>
        _places.EnterAsync(isProbe: false, wanted, cancellationToken).AsTask();

    private async Task FillAsync()
    {
        await Enter();
        await Enter();
    }
}
