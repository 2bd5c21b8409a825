using System.Collections.Concurrent;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Resilience;

/// <summary>PostHog behind HttpClient. It works until a test makes it fail.</summary>
internal sealed class FaultyPostHog(ManualTimeProvider clock) : HttpMessageHandler, IAsyncDisposable
{
    private readonly Arrivals _arrivals = new();
    private readonly Arrivals _definitions = new();
    private readonly ConcurrentBag<object> _kept = [];
    private volatile Behaviour _behaviour = new(Behaviours.Well, OnlyDefinitions: false);
    private readonly ConcurrentQueue<Task> _parked = new();

    public ManualTimeProvider Clock => clock;

    /// <summary>The variant in PostHog's answers from now on.</summary>
    public string Variant { get; set; } = "old";

    /// <summary>The number of requests that arrived, with retries.</summary>
    public int Count => _arrivals.Count;

    /// <summary>The number of requests for definitions in <see cref="Count"/>.</summary>
    public int DefinitionsCount => _definitions.Count;

    /// <summary>Whether a request waits for the clock, or forever.</summary>
    public bool IsParking => _parked.Any(static until => !until.IsCompleted);

    public void Become(Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> answer, bool onlyDefinitions = false) =>
        _behaviour = new Behaviour(answer, onlyDefinitions);

    /// <summary>Completes once this many requests have arrived.</summary>
    public Task ReceivedAsync(int count) => _arrivals.ReachAsync(count);

    public Task ParkAsync(Task until)
    {
        _parked.Enqueue(until);
        return until;
    }

    /// <summary>Keeps what an answer still needs until the end of the test.</summary>
    public T Keep<T>(T resource)
        where T : class
    {
        _kept.Add(resource);
        return resource;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (object resource in _kept)
        {
            if (resource is IAsyncDisposable asynchronous)
            {
                await asynchronous.DisposeAsync();
            }
            else
            {
                (resource as IDisposable)?.Dispose();
            }
        }
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Behaviour behaviour = _behaviour;
        bool isForDefinitions = request.Method == HttpMethod.Get;
        _arrivals.Add();
        if (isForDefinitions)
        {
            _definitions.Add();
        }

        var call = new FaultyCall(this, request, isForDefinitions, behaviour.NextNumber());
        return behaviour.OnlyDefinitions && !isForDefinitions ? Behaviours.Well(call, cancellationToken) : behaviour.Answer(call, cancellationToken);
    }

    private sealed record Behaviour(Func<FaultyCall, CancellationToken, Task<HttpResponseMessage>> Answer, bool OnlyDefinitions)
    {
        private int _number;

        public int NextNumber() => Interlocked.Increment(ref _number);
    }
}
