using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>A server without a network: requests come from the same process and thread. What is left of a request's cost is the application's part.</summary>
internal sealed class DirectServer : IServer
{
    private const string User = "user-0";

    private Func<FeatureCollection, Task>? _run;

    public IFeatureCollection Features { get; } = new FeatureCollection();

    public Task StartAsync<TContext>(IHttpApplication<TContext> application, CancellationToken cancellationToken)
        where TContext : notnull
    {
        _run = features => RunAsync(application, features);
        return Task.CompletedTask;
    }

    /// <returns>The status code.</returns>
    public async Task<int> GetAsync(string path)
    {
        var features = new FeatureCollection();
        var response = new HttpResponseFeature();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = HttpMethods.Get, Path = path, Headers = new HeaderDictionary { ["X-User"] = User } });
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        await _run!(features);
        return response.StatusCode;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
    }

    private static async Task RunAsync<TContext>(IHttpApplication<TContext> application, FeatureCollection features)
        where TContext : notnull
    {
        TContext context = application.CreateContext(features);
        await application.ProcessRequestAsync(context);
        application.DisposeContext(context, exception: null);
    }
}
