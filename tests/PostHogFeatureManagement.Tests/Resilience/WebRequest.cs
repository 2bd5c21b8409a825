using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>A web request of an application without the middleware: only its services and the accessor.</summary>
internal sealed class WebRequest : IAsyncDisposable
{
    private readonly IHttpContextAccessor _accessor;
    private readonly AsyncServiceScope _scope;

    public WebRequest(Library library)
    {
        _accessor = library.Get<IHttpContextAccessor>();
        _scope = library.Get<IServiceScopeFactory>().CreateAsyncScope();
        _accessor.HttpContext = new DefaultHttpContext { RequestServices = _scope.ServiceProvider };
    }

    public HttpContext HttpContext => _accessor.HttpContext!;

    public T Get<T>()
        where T : notnull => _scope.ServiceProvider.GetRequiredService<T>();

    public ValueTask DisposeAsync()
    {
        _accessor.HttpContext = null;
        return _scope.DisposeAsync();
    }
}
