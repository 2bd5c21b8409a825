using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Benchmarks.Support;

namespace PostHogFeatureManagement.Benchmarks.Http;

/// <summary>A PostHog that always sends the same answer after an optional delay, or never answers, and counts the <c>/flags</c> calls.</summary>
internal sealed class StubPostHog : IAsyncDisposable
{
    private readonly WebApplication _app;
    private int _flagsCalls;

    private StubPostHog(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>The duration of an evaluation.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Whether it accepts requests but never answers them.</summary>
    public bool IsHanging { get; set; }

    public int FlagsCalls => Volatile.Read(ref _flagsCalls);

    public static async Task<StubPostHog> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var stub = new StubPostHog(app);
        byte[] definitions = Documents.Sixty();
        byte[] answers = RemoteAnswers.Sixty();
        app.MapGet("/flags/definitions", context => stub.AnswerAsync(context, definitions, TimeSpan.Zero));
        app.MapPost("/batch", static async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            await context.Response.WriteAsync("{}");
        });
        app.MapPost("/flags", context =>
        {
            Interlocked.Increment(ref stub._flagsCalls);
            return stub.AnswerAsync(context, answers, stub.Delay);
        });
        await app.StartAsync();
        return stub;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, byte[] body, TimeSpan delay)
    {
        try
        {
            await Task.Delay(IsHanging ? Timeout.InfiniteTimeSpan : delay, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
