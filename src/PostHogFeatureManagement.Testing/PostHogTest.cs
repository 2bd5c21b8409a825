using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Flags;
using PostHogFeatureManagement.Flags.Overrides;
using PostHogFeatureManagement.Testing.Hosting;

namespace PostHogFeatureManagement.Testing;

/// <summary>One test: its flags, its clients, and what the application did with the flags. Thread-safe.</summary>
public sealed class PostHogTest : IAsyncDisposable
{
    private readonly RunningTests _running;
    private readonly FlagOverrides _overrides;
    private readonly TestOverrides _own;
    private readonly Func<WebApplicationFactoryClientOptions?, HttpClient> _createClient;
    private readonly Lock _adding = new();
    private PostHogCheck[] _checks = [];

    internal PostHogTest(IServiceProvider services, Func<WebApplicationFactoryClientOptions?, HttpClient> createClient)
    {
        var store = new TestFlagStore();
        UnsetFlags unset = services.GetRequiredService<IOptions<PostHogTestingOptions>>().Value.UnsetFlags;
        _running = services.GetRequiredService<RunningTests>();
        _overrides = services.GetRequiredService<FlagOverrides>();
        _own = new TestOverrides(this, store, unset, services.GetRequiredService<IConfiguredNames>());
        _createClient = createClient;
        Flags = new PostHogTestFlags(store);
        Header = KeyValuePair.Create(RunningTests.Header, RunningTests.NewId());
        _running.Add(Header.Value, _own);
    }

    /// <summary>The flags of this test.</summary>
    public PostHogTestFlags Flags { get; }

    /// <summary>The header that makes a request belong to this test, for clients that the test cannot create, such as browsers and WebSockets.</summary>
    public KeyValuePair<string, string> Header { get; }

    /// <summary>What callers saw during this test.</summary>
    public PostHogExposures Exposures { get; } = new();

    /// <summary>The checks of PostHog's flags and of those that the test has set, in their order.</summary>
    public IReadOnlyList<PostHogCheck> Checks => Volatile.Read(ref _checks);

    /// <summary>Creates a client whose requests belong to this test.</summary>
    /// <param name="options">As for <see cref="WebApplicationFactory{TEntryPoint}.CreateClient(WebApplicationFactoryClientOptions)"/>. Default: those of the factory.</param>
    /// <exception cref="InvalidOperationException">The host has no web server.</exception>
    public HttpClient CreateClient(WebApplicationFactoryClientOptions? options = null)
    {
        HttpClient client = _createClient(options);
        client.DefaultRequestHeaders.Add(Header.Key, Header.Value);
        return client;
    }

    /// <summary>Creates a handler that makes the requests of any client belong to this test, such as a gRPC channel. Set its inner handler.</summary>
    public DelegatingHandler CreateHandler() => new TestHandler(Header);

    /// <summary>Lets code that the test calls itself see the flags of this test, in this flow, until the result is disposed.</summary>
    public IDisposable Enter() => _overrides.Enter(_own);

    /// <summary>Ends the test. Requests that still carry its header are answered with 500.</summary>
    public ValueTask DisposeAsync()
    {
        _running.Remove(Header.Value);
        return ValueTask.CompletedTask;
    }

    internal void Add(PostHogCheck check)
    {
        lock (_adding)
        {
            Volatile.Write(ref _checks, [.. _checks, check]);
        }
    }
}
