using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Hosting;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator;

/// <summary>
/// A PostHog of your own on the loopback interface. Take it from the service provider to steer it in tests. Safe for concurrent use.
/// The host starts and stops it; its port is known, and taken, from the moment it exists.
/// </summary>
public sealed class PostHogEmulator : IAsyncDisposable, IDisposable
{
    /// <summary>The emulated project's token.</summary>
    public const string ProjectToken = "phc_emulator";

    /// <summary>The emulated project's secret key.</summary>
    public const string SecretKey = "phs_emulator";

    private readonly EmulatorState _state;
    private readonly DefinitionsFile? _file;
    private readonly LoopbackPort _port;
    private readonly EmulatorServer _server;
    private readonly ILogger _logger;

    internal PostHogEmulator(PostHogEmulatorOptions options, string contentRoot, TimeProvider timeProvider, ILoggerFactory loggers)
    {
        _logger = loggers.CreateLogger<PostHogEmulator>();
        var definitions = new DefinitionsStore();
        if (options.Definitions is { } json && definitions.TryReplace(json) is { } problem)
        {
            throw new PostHogEmulatorException($"{nameof(PostHogEmulatorOptions)}.{nameof(PostHogEmulatorOptions.Definitions)} {problem}");
        }

        _port = new LoopbackPort(options.Port);
        try
        {
            _file = options.DefinitionsFile is { } file
                ? new DefinitionsFile(Path.GetFullPath(file, contentRoot), definitions, timeProvider, _logger)
                : null;
        }
        catch
        {
            _port.Dispose();
            throw;
        }

        _state = new EmulatorState(definitions, new KnownPersons(options.Persons), timeProvider);
        Handler = new EmulatorHandler(_state);
        _server = new EmulatorServer(_port, Handler.HandleAsync, loggers);
        BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{_port.Number}"));
    }

    /// <summary>Where the emulator listens; its page is there, too.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The faults of the moment.</summary>
    public PostHogEmulatorFaults Faults => _state.Faults.Current;

    /// <summary>The last thousand events received, oldest first.</summary>
    public IReadOnlyList<PostHogEmulatorEvent> Events => _state.Events.All();

    internal EmulatorHandler Handler { get; }

    /// <summary>Starts listening; does nothing when it does already. The host calls it before any other service starts.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _server.StartAsync(cancellationToken).ConfigureAwait(false);
        _logger.Listening(BaseAddress);
    }

    /// <summary>
    /// An outage: every connection is cut and new ones are refused until <see cref="StartAsync"/>. The emulator keeps its port.
    /// Outside Linux it has to keep listening for that, so connections are reset when they send a request.
    /// </summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Switches a flag on or off, as PostHog's own switch does.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="active">Whether it is on.</param>
    /// <exception cref="PostHogEmulatorException">There is no such flag.</exception>
    public void SetActive(string key, bool active) => Edit(key, flag => FlagEdit.SetActive(flag, active));

    /// <summary>Sets the rollout of the conditions that are open to everyone; of all conditions when each one asks for a property.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="percentage">0 to 100.</param>
    /// <exception cref="PostHogEmulatorException">There is no such flag.</exception>
    public void SetRollout(string key, double percentage)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percentage);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentage, 100);
        Edit(key, flag => FlagEdit.SetRollout(flag, percentage));
    }

    /// <summary>Replaces all flags.</summary>
    /// <param name="json">The format of PostHog's <c>/flags/definitions</c>.</param>
    /// <exception cref="PostHogEmulatorException">It is not in that format; the flags stay as they were.</exception>
    public void ReplaceDefinitions(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (_state.Definitions.TryReplace(json) is { } problem)
        {
            throw new PostHogEmulatorException($"The text {problem}");
        }
    }

    /// <summary>Undoes all changes to single flags since the definitions were last read or replaced.</summary>
    public void ResetDefinitions() => _state.Definitions.Reset();

    /// <summary>Replaces the faults.</summary>
    /// <param name="faults">What is wrong from now on, for requests that are being held back, too.</param>
    /// <exception cref="ArgumentException">A value is out of its bounds.</exception>
    public void SetFaults(PostHogEmulatorFaults faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (faults.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(faults));
        }

        _state.Faults.Set(faults);
    }

    /// <summary>Removes all faults; requests that hang are answered.</summary>
    public void ClearFaults() => _state.Faults.Set(PostHogEmulatorFaults.None);

    /// <summary>How often an endpoint was asked since the start or <see cref="ClearRequests"/>, requests that met a fault included.</summary>
    /// <param name="path">For example <c>/flags</c>, <c>/flags/definitions</c> or <c>/batch</c>; a trailing slash does not matter.</param>
    public int RequestCount(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _state.Requests.Of(EndpointNames.Canonical(path));
    }

    /// <summary>Starts counting requests anew.</summary>
    public void ClearRequests() => _state.Requests.Clear();

    /// <summary>Forgets the events received.</summary>
    public void ClearEvents() => _state.Events.Clear();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _file?.Dispose();
        await _server.DisposeAsync().ConfigureAwait(false);
        _port.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _server.Dispose();
        _port.Dispose();
    }

    private void Edit(string key, Action<JsonObject> edit)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!_state.Definitions.TryEdit(key, edit))
        {
            throw new PostHogEmulatorException($"The emulator has no flag with the key '{key}'.");
        }
    }
}
