using System.Net;
using System.Net.Sockets;
using System.Text;
using PostHogFeatureManagement.Client;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>What PostHog, or the network in front of it, can do to a request. Failures below HTTP happen on real sockets.</summary>
internal static class Behaviours
{
    private const int MoreThanDefinitionsMayHave = (50 * 1024 * 1024) + 1;

    public static Task<HttpResponseMessage> Well(FaultyCall call, CancellationToken cancellationToken) =>
        Task.FromResult(StubHandler.Response(HttpStatusCode.OK, call.GoodBody));

    /// <summary>The first attempt times out. The second answers after one second.</summary>
    public static async Task<HttpResponseMessage> Slow(FaultyCall call, CancellationToken cancellationToken)
    {
        if (call.Number == 1)
        {
            await Hang(call, cancellationToken);
        }

        await call.PostHog.ParkAsync(Task.Delay(TimeSpan.FromSeconds(1), call.PostHog.Clock, cancellationToken));
        return await Well(call, cancellationToken);
    }

    public static async Task<HttpResponseMessage> Hang(FaultyCall call, CancellationToken cancellationToken)
    {
        await call.PostHog.ParkAsync(Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken));
        throw new InvalidOperationException("A hung answer never arrives.");
    }

    /// <summary>Fails without a socket. Simulations use it because a real socket is slower than their clock.</summary>
    public static Task<HttpResponseMessage> RefuseAtOnce(FaultyCall call, CancellationToken cancellationToken) =>
        Task.FromException<HttpResponseMessage>(new HttpRequestException(HttpRequestError.ConnectionError));

    /// <summary>Answers normally once the test completes the task.</summary>
    public static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Held(Task until) => async (call, cancellationToken) =>
    {
        await until.WaitAsync(cancellationToken);
        return await Well(call, cancellationToken);
    };

    public static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> After(TimeSpan time, Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> behaviour) =>
        async (call, cancellationToken) =>
        {
            await call.PostHog.ParkAsync(Task.Delay(time, call.PostHog.Clock, cancellationToken));
            return await behaviour(call, cancellationToken);
        };

    /// <summary>Affects only requests for a caller's flags.</summary>
    public static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> ForFlags(
        Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> behaviour) =>
        (call, cancellationToken) => call.IsForDefinitions ? Well(call, cancellationToken) : behaviour(call, cancellationToken);

    public static Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Status(HttpStatusCode status, params (string Name, string Value)[] headers) =>
        (_, _) => Task.FromResult(StubHandler.Response(status, "refused", headers));

    public static Task<HttpResponseMessage> QuotaLimited(FaultyCall call, CancellationToken cancellationToken) => call.IsForDefinitions
        ? Status(HttpStatusCode.PaymentRequired)(call, cancellationToken)
        : Body("""{"flags":{},"errorsWhileComputingFlags":false,"quotaLimited":["feature_flags"],"requestId":"r-2"}""");

    public static Task<HttpResponseMessage> Html(FaultyCall call, CancellationToken cancellationToken) =>
        Body("<!doctype html><html><body>Please sign in to the network.</body></html>");

    /// <summary>An array of flags in another format.</summary>
    public static Task<HttpResponseMessage> NoReadableFlag(FaultyCall call, CancellationToken cancellationToken) =>
        call.IsForDefinitions ? Body("{\"flags\":[null,{\"flag_key\":\"gate\"}]}") : Well(call, cancellationToken);

    public static Task<HttpResponseMessage> TruncatedJson(FaultyCall call, CancellationToken cancellationToken) =>
        Body(call.GoodBody[..(call.GoodBody.Length / 2)]);

    /// <summary>Well-formed JSON, but too much of it.</summary>
    public static Task<HttpResponseMessage> HugeBody(FaultyCall call, CancellationToken cancellationToken) => Task.FromResult(
        new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new PaddedStream(call.GoodBody, MoreThanDefinitionsMayHave)) });

    public static Task<HttpResponseMessage> Refuse(FaultyCall call, CancellationToken cancellationToken) =>
        SendAsync(call, RawServer.RefusingUrl(), PostHogHttp.CreateHandler(), cancellationToken);

    public static Task<HttpResponseMessage> ResetMidBody(FaultyCall call, CancellationToken cancellationToken)
    {
        string head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {call.GoodBody.Length}\r\n\r\n";
        RawServer server = call.PostHog.Keep(RawServer.Text(head + call.GoodBody[..20], reset: true));
        return SendAsync(call, server.Url, PostHogHttp.CreateHandler(), cancellationToken);
    }

    /// <summary>Does not use a real resolver, whose answer would depend on where the tests run.</summary>
    public static Task<HttpResponseMessage> NoSuchHost(FaultyCall call, CancellationToken cancellationToken)
    {
        SocketsHttpHandler handler = PostHogHttp.CreateHandler();
        handler.ConnectCallback = static (_, _) => throw new SocketException((int)SocketError.HostNotFound);
        return SendAsync(call, "http://us.i.posthog.invalid", handler, cancellationToken);
    }

    private static Task<HttpResponseMessage> Body(string body) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8) });

    private static Task<HttpResponseMessage> SendAsync(FaultyCall call, string url, SocketsHttpHandler handler, CancellationToken cancellationToken)
    {
        call.PostHog.Keep(handler);
        var request = new HttpRequestMessage(call.Request.Method, url + call.Request.RequestUri!.PathAndQuery) { Content = call.Request.Content };
        return new HttpMessageInvoker(handler).SendAsync(request, cancellationToken);
    }
}
