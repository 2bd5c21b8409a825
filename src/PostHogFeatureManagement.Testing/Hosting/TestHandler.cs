namespace PostHogFeatureManagement.Testing.Hosting;

/// <summary>Lets each request say which test it belongs to.</summary>
internal sealed class TestHandler(KeyValuePair<string, string> header) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Mark(request);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Mark(request);
        return base.Send(request, cancellationToken);
    }

    private void Mark(HttpRequestMessage request)
    {
        request.Headers.Remove(header.Key);
        request.Headers.Add(header.Key, header.Value);
    }
}
