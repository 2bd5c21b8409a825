using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using PostHogFeatureManagement.Emulator.Hosting;

namespace PostHogFeatureManagement.Tests.Emulator;

[Trait("Promise", "EM-06")]
public sealed class ClientRefreshTests
{
    private static readonly DefinitionsStatus NotPolled = new()
    {
        IsPolling = true,
        Usage = new() { Since = default, DefinitionsSent = 0, DefinitionsUnchanged = 0, Evaluations = 0, Units = 0, ProjectedMonthlyUnits = 0 },
    };

    [Fact]
    public async Task RefreshAsync_ApplicationHasPolled_Polls()
    {
        var confirmed = new Definitions(NotPolled with { ConfirmedAt = DateTimeOffset.UnixEpoch });
        var failed = new Definitions(NotPolled with { LastFailureAt = DateTimeOffset.UnixEpoch });

        await RefreshAsync(confirmed);
        await RefreshAsync(failed);

        Assert.Equal((1, 1), (confirmed.Refreshes, failed.Refreshes));
    }

    /// <summary>A test prepares its flags before the application starts.</summary>
    [Fact]
    public async Task RefreshAsync_ApplicationHasNotPolledYet_DoesNotBeginItsPolls()
    {
        var definitions = new Definitions(NotPolled);

        await RefreshAsync(definitions);

        Assert.Equal(0, definitions.Refreshes);
    }

    [Fact]
    public async Task RefreshAsync_WithoutApplicationOrAfterItsEnd_DoesNothing()
    {
        await RefreshAsync(null);
        await RefreshAsync(new Definitions(NotPolled with { ConfirmedAt = DateTimeOffset.UnixEpoch }) { Exception = new ObjectDisposedException("services") });
    }

    private static async Task RefreshAsync(IPostHogDefinitions? definitions)
    {
        var services = new ServiceCollection();
        if (definitions is not null)
        {
            services.AddSingleton(definitions);
        }

        await using ServiceProvider provider = services.BuildServiceProvider();
        await new ClientRefresh(provider).RefreshAsync();
    }

    private sealed class Definitions(DefinitionsStatus status) : IPostHogDefinitions
    {
        public event EventHandler<DefinitionsChangedEventArgs>? DefinitionsChanged
        {
            add { }
            remove { }
        }

        public Exception? Exception { get; init; }

        public int Refreshes { get; private set; }

        public DefinitionsStatus Status => status;

        public Task<DefinitionsRefreshResult> RefreshAsync(CancellationToken cancellationToken = default)
        {
            Refreshes++;
            return Exception is null
                ? Task.FromResult(new DefinitionsRefreshResult(DefinitionsRefreshOutcome.Unchanged))
                : Task.FromException<DefinitionsRefreshResult>(Exception);
        }

        public Task ExportAsync(Stream destination, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task ExportTypedAsync(Stream destination, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public IChangeToken GetReloadToken() => throw new NotSupportedException();
    }
}
