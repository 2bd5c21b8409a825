using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Client.Usage;
using PostHogFeatureManagement.Configuration;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Definitions.Sources;
using PostHogFeatureManagement.Diagnostics;

namespace PostHogFeatureManagement.Definitions;

/// <inheritdoc cref="IPostHogDefinitions"/>
internal sealed class PostHogDefinitions : IPostHogDefinitions
{
    private readonly DefinitionsStore _store;
    private readonly DefinitionsPoller _poller;
    private readonly PollTurns _turns;
    private readonly DefinitionsSharing _sharing;
    private readonly RefreshHistory _history;
    private readonly UsageMeter _usage;
    private readonly string _project;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger<PostHogDefinitions> _logger;
    private ConfigurationReloadToken _reload = new();

    public PostHogDefinitions(
        DefinitionsStore store,
        DefinitionsPoller poller,
        PollTurns turns,
        DefinitionsSharing sharing,
        RefreshHistory history,
        UsageMeter usage,
        IOptions<PostHogFeatureManagementOptions> options,
        [LibraryClock] TimeProvider timeProvider,
        ILogger<PostHogDefinitions> logger)
    {
        _store = store;
        _poller = poller;
        _turns = turns;
        _sharing = sharing;
        _history = history;
        _usage = usage;
        _project = DefinitionsFileFormat.ProjectOf(PostHogProject.Of(options.Value).Token);
        _timeProvider = timeProvider;
        _logger = logger;
        store.Changed += OnChanged;
    }

    public event EventHandler<DefinitionsChangedEventArgs>? DefinitionsChanged;

    public DefinitionsStatus Status
    {
        get
        {
            DefinitionsSnapshot? latest = _store.Latest;
            RefreshHistory.Entry history = _history.Latest;
            return new DefinitionsStatus
            {
                IsPolling = _poller.IsPolling && _turns.UntilPoll != TimeSpan.MaxValue,
                IsShared = _sharing.IsOn,
                IsIdle = _turns.IsIdle,
                Source = latest?.Source,
                Generation = latest?.Generation ?? 0,
                Flags = latest?.FlagSet.Count ?? 0,
                ServerOnlyFlags = latest?.FlagSet.ServerDependent.Count ?? 0,
                FetchedAt = latest?.Content.FetchedAt,
                ConfirmedAt = history.ConfirmedAt,
                Age = latest is null ? null : DefinitionsAge.Of(latest, history.ConfirmedAt, _timeProvider.GetUtcNow()),
                LastFailure = history.Failure,
                LastFailureAt = history.FailedAt,
                IsQuotaLimited = _store.IsQuotaLimited,
                Usage = _usage.Current,
            };
        }
    }

    public Task<DefinitionsRefreshResult> RefreshAsync(CancellationToken cancellationToken = default) => _poller.RefreshAsync(cancellationToken);

    public Task ExportAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        DefinitionsSnapshot latest = LatestToExport();
        return DefinitionsFileFormat.WriteAsync(destination, new StoredDefinitions(latest.Content, latest.Generation, _project), cancellationToken);
    }

    public Task ExportTypedAsync(Stream destination, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        return TypedExport.WriteAsync(destination, LatestToExport(), cancellationToken);
    }

    public IChangeToken GetReloadToken() => Volatile.Read(ref _reload);

    private DefinitionsSnapshot LatestToExport() => _store.Latest
        ?? throw new InvalidOperationException("There are no flag definitions to export. IPostHogDefinitions.Status says why.");

    // Two changes never overlap. A handler of the application must not stop the poller or another handler.
    private void OnChanged(DefinitionsSnapshot? before, DefinitionsSnapshot? after)
    {
        Run(Interlocked.Exchange(ref _reload, new ConfigurationReloadToken()).OnReload);
        if (DefinitionsChanged is not { } changed)
        {
            return;
        }

        var change = new DefinitionsChangedEventArgs(ChangedKeys.Between(before, after));
        foreach (EventHandler<DefinitionsChangedEventArgs> handler in Delegate.EnumerateInvocationList(changed))
        {
            Run(() => handler(this, change));
        }
    }

    private void Run(Action handler)
    {
        try
        {
            handler();
        }
        catch (Exception exception)
        {
            _logger.DefinitionsHandlerBroke(exception);
        }
    }
}
