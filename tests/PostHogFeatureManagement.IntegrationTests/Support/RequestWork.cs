using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.IntegrationTests.Support;

/// <summary>Runs a test's code in a web request. The test receives exceptions from the code.</summary>
internal sealed class RequestWork
{
    private const string Path = "/work/";
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _work = new();

    /// <summary>Maps a minimal pipeline: sign-in, then optionally the library's middleware.</summary>
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
