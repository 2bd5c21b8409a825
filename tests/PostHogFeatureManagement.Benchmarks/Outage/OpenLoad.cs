using System.Diagnostics;
using System.Net;
using PostHogFeatureManagement.Benchmarks.Http;

namespace PostHogFeatureManagement.Benchmarks.Outage;

/// <summary>
/// Sends requests for the gated action at a fixed rate, like visitors, without waiting for earlier answers. Most are from known callers in rotation, and every
/// fourth is from a new one.
/// </summary>
internal sealed class OpenLoad(Uri address, int rate) : IDisposable
{
    public const int Known = 1_000;
    public const int NewEvery = 4;

    private readonly HttpClient _client = new() { BaseAddress = address };
    private long _next;

    /// <summary>The time in which every known caller sends one request.</summary>
    public TimeSpan Round => TimeSpan.FromSeconds((double)Known * NewEvery / (NewEvery - 1) / rate);

    public async Task<OpenLoadResult> RunAsync(TimeSpan duration)
    {
        var answers = new List<Task<(HttpStatusCode Status, TimeSpan Latency)>>();
        await SendAsync(duration, due => answers.Add(RequestAsync(due)));
        return OpenLoadResult.Of(await Task.WhenAll(answers));
    }

    /// <summary>Returns the time until the first answer with this status, or null if there is none.</summary>
    public async Task<TimeSpan?> UntilAsync(HttpStatusCode status, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        using var found = new CancellationTokenSource();
        TimeSpan? after = null;
        await SendAsync(patience, due => _ = WatchAsync(due), found.Token);
        return after;

        async Task WatchAsync(long due)
        {
            (HttpStatusCode answered, _) = await RequestAsync(due);
            if (answered == status && !found.IsCancellationRequested)
            {
                after ??= Stopwatch.GetElapsedTime(start);
                await found.CancelAsync();
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(TimeSpan duration, Action<long> send, CancellationToken stop = default)
    {
        long start = Stopwatch.GetTimestamp();
        long count = (long)(duration.TotalSeconds * rate);
        for (long i = 0; i < count && !stop.IsCancellationRequested; i++)
        {
            long due = start + (i * Stopwatch.Frequency / rate);
            TimeSpan early = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, CancellationToken.None);
            }

            send(due);
        }
    }

    /// <summary>The latency counts from the moment the request was due, so a late driver does not hide delays.</summary>
    private async Task<(HttpStatusCode Status, TimeSpan Latency)> RequestAsync(long due)
    {
        long number = Interlocked.Increment(ref _next);
        using var request = new HttpRequestMessage(HttpMethod.Get, ActionsController.Gated);
        request.Headers.Add("X-User", number % NewEvery == 0 ? $"new-{number}" : $"known-{(number - (number / NewEvery)) % Known}");
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request);
            return (response.StatusCode, Stopwatch.GetElapsedTime(due));
        }
        catch (HttpRequestException)
        {
            return (default, Stopwatch.GetElapsedTime(due));
        }
    }
}
