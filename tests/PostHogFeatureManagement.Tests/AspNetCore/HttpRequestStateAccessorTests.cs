using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Tests.AspNetCore;

[Trait("Promise", "RC-02")]
public sealed class HttpRequestStateAccessorTests
{
    private readonly HttpContextAccessor _httpContextAccessor = new() { HttpContext = new DefaultHttpContext() };
    private readonly HttpRequestStateAccessor _scopes;

    public HttpRequestStateAccessorTests() => _scopes = new HttpRequestStateAccessor(_httpContextAccessor);

    [Fact]
    public void Current_AfterEnter_IsSameInFlowAndRequest()
    {
        using RequestStateHolder holder = _scopes.Enter(_httpContextAccessor.HttpContext!);
        Assert.Same(holder.Scope, _scopes.Current);
        Assert.Same(holder.Scope, _httpContextAccessor.HttpContext!.Features.Get<RequestState>());
    }

    [Fact]
    public async Task Current_WorkOutlivesRequest_IsNull()
    {
        var requestEnded = new TaskCompletionSource();
        RequestStateHolder holder = _scopes.Enter(_httpContextAccessor.HttpContext!);
        Task<RequestState?> outliving = Task.Run(async () =>
        {
            await requestEnded.Task;
            return _scopes.Current;
        });
        holder.Dispose();
        _httpContextAccessor.HttpContext = null;
        requestEnded.SetResult();
        Assert.Null(await outliving);
    }

    [Fact]
    public void Current_OtherAppInSameFlow_IsNull()
    {
        using RequestStateHolder holder = _scopes.Enter(_httpContextAccessor.HttpContext!);
        _httpContextAccessor.HttpContext = null;
        Assert.Null(new HttpRequestStateAccessor(_httpContextAccessor).Current);
    }

    [Fact]
    public void Current_RequestEndsDuringRead_IsNull()
    {
        var ended = new DefaultHttpContext();
        ended.Uninitialize();
        _httpContextAccessor.HttpContext = ended;
        Assert.Null(_scopes.Current);
        Assert.Null(_scopes.Find(out object? principal));
        Assert.Null(principal);
    }
}
