using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.Identity;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Identity;

[Trait("Promise", "RC-02")]
public sealed class CurrentRequestsTests
{
    private static readonly PinClock Clock = PinClocks.Create();
    private readonly HttpContextAccessor _httpContextAccessor = new() { HttpContext = new DefaultHttpContext() };
    private readonly CurrentRequests _requests;

    public CurrentRequestsTests() => _requests = new CurrentRequests(_httpContextAccessor, Clock);

    [Fact]
    public void Find_AfterEnter_IsTheRequest()
    {
        using CurrentRequest entered = _requests.Enter(_httpContextAccessor.HttpContext!);
        CurrentRequest request = _requests.Find()!;
        Assert.Same(entered.State, request.State);
        Assert.Same(_httpContextAccessor.HttpContext!.User, request.Principal);
    }

    [Fact]
    public void Enter_Twice_KeepsState()
    {
        using CurrentRequest outer = _requests.Enter(_httpContextAccessor.HttpContext!);
        using CurrentRequest inner = _requests.Enter(_httpContextAccessor.HttpContext!);
        Assert.Same(outer.State, inner.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Enter_AfterEarlierPassEnded_KeepsWhatItSettledOn(bool hasSettled)
    {
        RequestState state;
        using (CurrentRequest first = _requests.Enter(_httpContextAccessor.HttpContext!))
        {
            state = first.State!;
            _ = hasSettled ? state.Pin(new PinnedCaller(first.Principal, Caller.Nobody)) : null;
        }

        using CurrentRequest again = _requests.Enter(_httpContextAccessor.HttpContext!);

        Assert.Equal(hasSettled, ReferenceEquals(state, again.State));
    }

    [Fact]
    public async Task Find_WorkOutlivesRequest_IsNull()
    {
        var requestEnded = new TaskCompletionSource();
        CurrentRequest entered = _requests.Enter(_httpContextAccessor.HttpContext!);
        Task<CurrentRequest?> outliving = Task.Run(async () =>
        {
            await requestEnded.Task;
            return _requests.Find();
        });
        entered.Dispose();
        _httpContextAccessor.HttpContext = null;
        requestEnded.SetResult();
        Assert.Null(await outliving);
    }

    [Fact]
    public void Find_OtherAppInSameFlow_IsNull()
    {
        using CurrentRequest entered = _requests.Enter(_httpContextAccessor.HttpContext!);
        _httpContextAccessor.HttpContext = null;
        Assert.Null(new CurrentRequests(_httpContextAccessor, Clock).Find());
    }

    [Fact]
    public void Find_RequestEndsDuringRead_IsNull()
    {
        var ended = new DefaultHttpContext();
        ended.Uninitialize();
        _httpContextAccessor.HttpContext = ended;
        Assert.Null(_requests.Find());
    }

    [Fact]
    public async Task Find_AfterEnterOfCircuit_IsItsCallerUntilMethodEnds()
    {
        _httpContextAccessor.HttpContext = null;
        var caller = new PinnedCaller(principal: null, Caller.Nobody);

        await InCircuitAsync();

        Assert.Null(_requests.Find());

        async Task InCircuitAsync()
        {
            _requests.Enter(caller);
            await Task.Yield();
            Assert.Same(caller, _requests.Find()!.Circuit);
            Assert.Null(_requests.Find()!.State);
        }
    }
}
