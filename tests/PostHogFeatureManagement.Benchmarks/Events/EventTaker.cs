using System.Net;

namespace PostHogFeatureManagement.Benchmarks.Events;

/// <summary>The part of PostHog that takes events: at once, or never, so that events pile up.</summary>
internal sealed class EventTaker(bool isHanging) : HttpMessageHandler
{
    private int _requests;

    public int Requests => Volatile.Read(ref _requests);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        await Task.Delay(isHanging ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, TimeProvider.System, cancellationToken);
        return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
    }
}
