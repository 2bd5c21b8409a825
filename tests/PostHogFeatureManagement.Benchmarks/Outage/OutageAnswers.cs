using Microsoft.AspNetCore.Http;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>What a failing PostHog sends.</summary>
internal static class OutageAnswers
{
    private const int PromisedBytes = 4_096;
    private static readonly byte[] Begun = """{"flags":{"""u8.ToArray();
    private static readonly byte[] Drop = " "u8.ToArray();

    public static Task Hang(HttpContext context) => WaitAsync(Timeout.InfiniteTimeSpan, context.RequestAborted);

    /// <summary>Sends one byte of the body a second and never ends.</summary>
    public static async Task DripFeed(HttpContext context)
    {
        await BeginAsync(context);
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await WaitAsync(TimeSpan.FromSeconds(1), context.RequestAborted);
            await context.Response.Body.WriteAsync(Drop, CancellationToken.None);
            await context.Response.Body.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>Ends the connection in the middle of the body.</summary>
    public static async Task CutBody(HttpContext context)
    {
        context.Response.ContentLength = PromisedBytes;
        await BeginAsync(context);
        context.Abort();
    }

    public static Task StatusAsync(HttpContext context, int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        context.Response.Headers.Location = status < StatusCodes.Status400BadRequest ? "/elsewhere" : null;
        return Task.CompletedTask;
    }

    private static async Task BeginAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Begun, CancellationToken.None);
        await context.Response.Body.FlushAsync(CancellationToken.None);
    }

    private static async Task WaitAsync(TimeSpan time, CancellationToken aborted) =>
        await Task.Delay(time, aborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
