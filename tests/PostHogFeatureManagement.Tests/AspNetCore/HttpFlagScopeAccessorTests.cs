using Microsoft.AspNetCore.Http;
using PostHogFeatureManagement.AspNetCore;
using PostHogFeatureManagement.Flags;

namespace PostHogFeatureManagement.Tests.AspNetCore;

[Trait("Promise", "RC-02")]
public sealed class HttpFlagScopeAccessorTests
{
    private readonly HttpContextAccessor _httpContextAccessor = new() { HttpContext = new DefaultHttpContext() };
    private readonly HttpFlagScopeAccessor _scopes;

    public HttpFlagScopeAccessorTests() => _scopes = new HttpFlagScopeAccessor(_httpContextAccessor);

    [Fact]
    public void Current_Entered_IsTheSameInTheFlowAndInTheRequest()
    {
        using FlagScopeHolder holder = _scopes.Enter(_httpContextAccessor.HttpContext!);
        Assert.Same(holder.Scope, _scopes.Current);
        Assert.Same(holder.Scope, _httpContextAccessor.HttpContext!.Features.Get<FlagScope>());
    }

    [Fact]
    public async Task Current_WorkThatOutlivesTheRequest_IsNone()
    {
        var requestIsOver = new TaskCompletionSource();
        FlagScopeHolder holder = _scopes.Enter(_httpContextAccessor.HttpContext!);
        Task<FlagScope?> leftBehind = Task.Run(async () =>
        {
            await requestIsOver.Task;
            return _scopes.Current;
        });
        holder.Dispose();
        _httpContextAccessor.HttpContext = null;
        requestIsOver.SetResult();
        Assert.Null(await leftBehind);
    }

    [Fact]
    public void Current_OtherApplicationInTheSameFlow_IsItsOwn()
    {
        using FlagScopeHolder holder = _scopes.Enter(_httpContextAccessor.HttpContext!);
        _httpContextAccessor.HttpContext = null;
        Assert.Null(new HttpFlagScopeAccessor(_httpContextAccessor).Current);
    }

    [Fact]
    public void Current_RequestThatEndsWhileItIsLookedAt_IsNone()
    {
        var ended = new DefaultHttpContext();
        ended.Uninitialize();
        _httpContextAccessor.HttpContext = ended;
        Assert.Null(_scopes.Current);
        Assert.Null(_scopes.Find(out object? principal));
        Assert.Null(principal);
    }
}
