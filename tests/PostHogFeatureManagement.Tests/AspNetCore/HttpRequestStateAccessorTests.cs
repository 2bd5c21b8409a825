using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Tests.AspNetCore;

[Trait("Promise", "RC-02")]
public sealed class HttpRequestStateAccessorTests
{
    private static readonly PinClock Clock = new(TimeProvider.System, Options.Create(new PostHogFeatureManagementOptions()));
    private readonly HttpContextAccessor _httpContextAccessor = new() { HttpContext = new DefaultHttpContext() };
    private readonly HttpRequestStateAccessor _states;

    public HttpRequestStateAccessorTests() => _states = new HttpRequestStateAccessor(_httpContextAccessor, Clock);

    [Fact]
    public void Find_AfterEnter_IsSameInFlowAndRequest()
    {
        using RequestStateHolder holder = _states.Enter(_httpContextAccessor.HttpContext!);
        Assert.Same(holder.State, _states.Find(out _));
        Assert.Same(holder.State, _httpContextAccessor.HttpContext!.Features.Get<RequestState>());
    }

    [Fact]
    public async Task Find_WorkOutlivesRequest_IsNull()
    {
        var requestEnded = new TaskCompletionSource();
        RequestStateHolder holder = _states.Enter(_httpContextAccessor.HttpContext!);
        Task<RequestState?> outliving = Task.Run(async () =>
        {
            await requestEnded.Task;
            return _states.Find(out _);
        });
        holder.Dispose();
        _httpContextAccessor.HttpContext = null;
        requestEnded.SetResult();
        Assert.Null(await outliving);
    }

    [Fact]
    public void Find_OtherAppInSameFlow_IsNull()
    {
        using RequestStateHolder holder = _states.Enter(_httpContextAccessor.HttpContext!);
        _httpContextAccessor.HttpContext = null;
        Assert.Null(new HttpRequestStateAccessor(_httpContextAccessor, Clock).Find(out _));
    }

    [Fact]
    public void Find_RequestEndsDuringRead_IsNull()
    {
        var ended = new DefaultHttpContext();
        ended.Uninitialize();
        _httpContextAccessor.HttpContext = ended;
        Assert.Null(_states.Find(out _));
        Assert.Null(_states.Find(out object? principal));
        Assert.Null(principal);
    }
}
