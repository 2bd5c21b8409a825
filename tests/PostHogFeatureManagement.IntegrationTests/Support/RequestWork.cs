using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Lets a test run its own code inside a web request. What the code throws comes back to the test.</summary>
internal sealed class RequestWork
{
    private const string Path = "/work/";
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _work = new();

    /// <summary>A pipeline in which nothing else happens: sign-in, then the library's middleware if the test wants it.</summary>
    public static void Map(WebApplication app, bool usePostHog)
    {
        app.UseTestUser();
        if (usePostHog)
        {
            app.UsePostHog();
        }

        app.MapGet(Path + "{id}", (string id, HttpContext context, RequestWork work) => work._work[id](context));
    }

    public async Task RunAsync(GateHost host, Func<HttpContext, Task> work, string? user, string[] claims)
    {
        string id = Guid.NewGuid().ToString();
        _work[id] = work;
        using HttpResponseMessage response = await host.SendAsync(Path + id, user, claims);
        response.EnsureSuccessStatusCode();
        _work.TryRemove(id, out _);
    }
}
