using System.Net;
using System.Text;

namespace PostHogFeatureManagement.Tests.Support;

/// <summary>
/// PostHog at the HTTP edge. It gives the answers queued by the test, in order, and repeats the last one. Requests with events are received and answered apart, because
/// the library sends them by itself.
/// </summary>
internal sealed class StubHandler : HttpMessageHandler
{
    private readonly List<Func<StubRequest, CancellationToken, Task<HttpResponseMessage>>> _answers = [];
    private readonly List<StubRequest> _requests = [];
    private readonly Arrivals _arrivals = new();
    private StubHandler? _events;
    private int _next;

    public IReadOnlyList<StubRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public int Count => Requests.Count;

    /// <summary>The part of PostHog that takes events. It takes them all, unless the test queues answers.</summary>
    public StubHandler Events => LazyInitializer.EnsureInitialized(ref _events);

    public StubHandler Answer(Func<StubRequest, CancellationToken, Task<HttpResponseMessage>> answer)
    {
        lock (_answers)
        {
            _answers.Add(answer);
        }

        return this;
    }

    public StubHandler Json(string json, HttpStatusCode status = HttpStatusCode.OK, params (string Name, string Value)[] headers) =>
        Answer((_, _) => Task.FromResult(Response(status, json, headers)));

    public StubHandler Status(HttpStatusCode status, params (string Name, string Value)[] headers) => Json("refused", status, headers);

    public StubHandler Flags(params string[] enabled) => Json(FlagsJson(enabled));

    public StubHandler Throws(Exception exception) => Answer((_, _) => Task.FromException<HttpResponseMessage>(exception));

    public StubHandler Hangs() => Answer(static async (_, token) =>
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
        throw new InvalidOperationException("An answer that hangs never arrives.");
    });

    /// <summary>Queues an answer that the test gives by completing the returned source.</summary>
    public TaskCompletionSource<HttpResponseMessage> Held()
    {
        var source = new TaskCompletionSource<HttpResponseMessage>(TaskCreationOptions.RunContinuationsAsynchronously);
        Answer((_, token) => source.Task.WaitAsync(token));
        return source;
    }

    /// <summary>Completes when this many requests have arrived.</summary>
    public Task ReceivedAsync(int count) => _arrivals.ReachAsync(count);

    public static string FlagsJson(params string[] enabled) =>
        $$"""{"flags":{ {{string.Join(',', enabled.Select(FlagJson))}} },"errorsWhileComputingFlags":false,"requestId":"r-1"}""";

    public static HttpResponseMessage Response(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach ((string name, string value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    private static string FlagJson(string key) => $$"""
        "{{key}}":{"key":"{{key}}","enabled":true,"variant":null,"reason":{"code":"condition_match","condition_index":0},"metadata":{"id":1,"version":1,"payload":null} }
        """;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        StubRequest received = await StubRequest.ReadAsync(request, cancellationToken);
        return await (received.HasEvents ? Events : this).ReceiveAsync(received, cancellationToken);
    }

    private async Task<HttpResponseMessage> ReceiveAsync(StubRequest received, CancellationToken cancellationToken)
    {
        lock (_requests)
        {
            _requests.Add(received);
        }

        _arrivals.Add();
        return await Next()(received, cancellationToken);
    }

    private Func<StubRequest, CancellationToken, Task<HttpResponseMessage>> Next()
    {
        lock (_answers)
        {
            if (_answers.Count == 0)
            {
                return static (_, _) => Task.FromResult(Response(HttpStatusCode.OK, """{"status":1}"""));
            }

            _next = Math.Min(_next + 1, _answers.Count);
            return _answers[_next - 1];
        }
    }
}
