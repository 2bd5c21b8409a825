using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using PostHogFeatureManagement.Emulator.Definitions;
using PostHogFeatureManagement.Emulator.Hosting;
using PostHogFeatureManagement.Emulator.Protocol;

namespace PostHogFeatureManagement.Emulator;

/// <summary>
/// A local PostHog on the loopback interface. To control it in tests, get it from the service provider. The host starts and stops it.
/// Without a host, it starts when the application first uses PostHog, and stops when the service provider is disposed.
/// It owns its port, and <see cref="BaseAddress"/> is valid, as soon as it is created. Safe for concurrent use.
/// </summary>
public sealed class PostHogEmulator : IAsyncDisposable, IDisposable
{
    /// <summary>The emulated project's token.</summary>
    public const string ProjectToken = "phc_emulator";

    /// <summary>The emulated project's secret key.</summary>
    public const string SecretKey = "phs_emulator";

    /// <summary>A personal API key that may read the emulated project's flags. PostHog decrypts remote config for such a key only.</summary>
    public const string PersonalApiKey = "phx_emulator";

    private readonly EmulatorState _state;
    private readonly DefinitionsFile? _file;
    private readonly LoopbackPort _port;
    private readonly EmulatorServer _server;
    private readonly ILogger _logger;

    /// <param name="options">The settings.</param>
    /// <param name="contentRoot">Where a relative path of a definitions file starts.</param>
    /// <param name="waits">The clock for everything that waits.</param>
    /// <param name="now">The clock that flags see.</param>
    /// <param name="changed">Called after each change of the flags. It must be quick and must not throw.</param>
    /// <param name="loggers">Creates the loggers.</param>
    internal PostHogEmulator(
        PostHogEmulatorOptions options, string contentRoot, TimeProvider waits, TimeProvider now, Action changed, ILoggerFactory loggers)
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
                ? new DefinitionsFile(Path.GetFullPath(file, contentRoot), definitions, waits, _logger)
                : null;
        }
        catch
        {
            _port.Dispose();
            throw;
        }

        definitions.Changed = changed;
        _state = new EmulatorState(definitions, new KnownPersons(options.Persons), waits, now)
        {
            ScriptsFolder = options.ScriptsFolder is { Length: > 0 } folder ? Path.GetFullPath(folder, contentRoot) : null,
        };
        Handler = new EmulatorHandler(_state);
        _server = new EmulatorServer(_port, Handler.HandleAsync, loggers);
        BaseAddress = new Uri(FormattableString.Invariant($"http://127.0.0.1:{_port.Number}"));
    }

    /// <summary>The address the emulator listens on, and the address of its page.</summary>
    public Uri BaseAddress { get; }

    /// <summary>The current faults.</summary>
    public PostHogEmulatorFaults Faults => _state.Faults.Current;

    /// <summary>The last 1,000 events received, oldest first, and no more than 16 MB of them.</summary>
    public IReadOnlyList<PostHogEmulatorEvent> Events => _state.Events.All();

    internal EmulatorHandler Handler { get; }

    /// <summary>Starts listening, unless the emulator already listens. The host calls this method before any other service starts.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (await _server.StartAsync(cancellationToken).ConfigureAwait(false))
        {
            _logger.Listening(BaseAddress);
        }
    }

    /// <summary>
    /// Starts an outage: closes every connection and refuses new ones until <see cref="StartAsync"/>. The emulator keeps its port.
    /// Outside Linux it keeps listening to hold the port, and resets each connection when it sends a request.
    /// </summary>
    public Task StopAsync() => _server.StopAsync();

    /// <summary>Switches a flag on or off, like the switch in PostHog.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="active">Whether to switch the flag on.</param>
    /// <exception cref="PostHogEmulatorException">No flag has this key.</exception>
    public void SetActive(string key, bool active) => Edit(key, flag => FlagEdit.SetActive(flag, active));

    /// <summary>Sets the rollout of the conditions without properties, or of all conditions if every condition has properties.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="percentage">The percentage, 0 to 100.</param>
    /// <exception cref="PostHogEmulatorException">No flag has this key.</exception>
    public void SetRollout(string key, double percentage)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percentage);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percentage, 100);
        Edit(key, flag => FlagEdit.SetRollout(flag, percentage));
    }

    /// <summary>Replaces all flags.</summary>
    /// <param name="json">The new definitions, in the short form, in the format of PostHog's <c>/flags/definitions</c>, or in both.</param>
    /// <exception cref="PostHogEmulatorException">The text is in neither format. The flags do not change.</exception>
    public void ReplaceDefinitions(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (_state.Definitions.TryReplace(json) is { } problem)
        {
            throw new PostHogEmulatorException($"The text {problem}");
        }
    }

    /// <summary>All flags as they are now, in the format of PostHog's <c>/flags/definitions</c>, whatever form they were written in.</summary>
    public string ExportDefinitions() => Encoding.UTF8.GetString(_state.Definitions.Current.Source);

    /// <summary>Undoes all changes to single flags since the definitions were last loaded or replaced.</summary>
    public void ResetDefinitions() => _state.Definitions.Reset();

    /// <summary>Replaces the faults.</summary>
    /// <param name="faults">The new faults. They also apply to requests that the emulator is holding back.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void SetFaults(PostHogEmulatorFaults faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        if (faults.Problem() is { } problem)
        {
            throw new ArgumentException(problem, nameof(faults));
        }

        _state.Faults.Set(faults);
    }

    /// <summary>Removes all faults and answers the requests that hang.</summary>
    public void ClearFaults() => _state.Faults.Set(PostHogEmulatorFaults.None);

    /// <summary>Counts an endpoint's requests since the start or <see cref="ClearRequests"/>, including requests that met a fault.</summary>
    /// <param name="path">The endpoint, for example <c>/flags</c>, <c>/flags/definitions</c> or <c>/batch</c>. A trailing slash makes no difference.</param>
    public int RequestCount(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return _state.Requests.Of(EndpointNames.Canonical(path));
    }

    /// <summary>Sets all request counts to zero.</summary>
    public void ClearRequests() => _state.Requests.Clear();

    /// <summary>Removes all events received and forgets their ids.</summary>
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

    /// <summary>Starts listening, unless the emulator was started or stopped before. Connections wait for the start, and the caller does not.</summary>
    internal void StartOnFirstUse()
    {
        if (_server.TryListenEarly())
        {
            ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.StartFirstAsync(), this, preferLocal: false);
        }
    }

    private async Task StartFirstAsync()
    {
        try
        {
            if (await _server.StartFirstAsync().ConfigureAwait(false))
            {
                _logger.Listening(BaseAddress);
            }
        }
        catch (ObjectDisposedException)
        {
            // The application has ended.
        }
        catch (Exception exception)
        {
            _logger.StartFailed(BaseAddress, exception);
        }
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
