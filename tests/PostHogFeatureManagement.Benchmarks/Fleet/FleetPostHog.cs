using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PostHogFeatureManagement.Benchmarks.Fleet;

/// <summary>A PostHog that serves definitions with an ETag, counts the polls of each instance, and can fail for all instances or for one.</summary>
internal sealed class FleetPostHog : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Poll> _polls = new();
    private int _version = 1;

    private FleetPostHog(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    public int Version => Volatile.Read(ref _version);

    public int Polls => _polls.Count;

    /// <summary>Answers instead of the definitions, for the instances that it names.</summary>
    public FleetFault? Fault { get; set; }

    /// <summary>Holds back the answers to these instances, after their content was decided.</summary>
    public Func<string, Task>? Delay { get; set; }

    /// <summary>The instance that polled last.</summary>
    public string LastPoller => _polls.LastOrDefault()?.Instance ?? string.Empty;

    public static async Task<FleetPostHog> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var posthog = new FleetPostHog(app);
        app.MapGet("/flags/definitions", posthog.AnswerAsync);
        await app.StartAsync();
        return posthog;
    }

    /// <summary>Makes a new version of the definitions. Returns when, in ticks of the monotonic clock.</summary>
    public long Flip()
    {
        Interlocked.Increment(ref _version);
        return Stopwatch.GetTimestamp();
    }

    /// <summary>When the first instance got this version.</summary>
    public long? FirstServed(int version) => _polls.Where(poll => poll.Served == version).Select(static poll => (long?)poll.At).FirstOrDefault();

    public int PollsBy(string instance, int skip) => _polls.Skip(skip).Count(poll => poll.Instance == instance);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        string instance = context.Request.Headers[FleetApp.InstanceHeader].ToString();
        int version = Version;
        FleetFault? fault = Fault?.Hits(instance) == true ? Fault : null;
        string tag = string.Create(CultureInfo.InvariantCulture, $"\"v{version}\"");
        bool isKnown = context.Request.Headers.IfNoneMatch.ToString().EndsWith(tag, StringComparison.Ordinal);
        if (Delay is { } delay)
        {
            await delay(instance);
        }

        _polls.Enqueue(new Poll(instance, fault is null && !isKnown ? version : 0, Stopwatch.GetTimestamp()));
        if (fault is not null)
        {
            await fault.AnswerAsync(context);
            return;
        }

        context.Response.Headers.ETag = tag;
        if (isKnown)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(FleetDefinitions.Of(version));
    }

    /// <summary>One request for definitions; the version is 0 when it got none.</summary>
    private sealed record Poll(string Instance, int Served, long At);
}
