using Microsoft.Extensions.DependencyInjection;
using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Definitions.Polling;
using PostHogFeatureManagement.Definitions.Sharing;
using PostHogFeatureManagement.Fleet.Copy;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Tests.Fleet;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Definitions.Sharing;

/// <summary>Two instances that share a storage and a clock. The test says when they look and poll.</summary>
internal sealed class FleetOfTwo : IAsyncDisposable
{
    public static readonly string OneFlag = Library.Definitions(Library.Flag("beta"));
    public static readonly string TwoFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"));
    public static readonly string ThreeFlags = Library.Definitions(Library.Flag("beta"), Library.Flag("gamma"), Library.Flag("delta"));

    private readonly (string, string)[] _settings;

    public FleetOfTwo(StubHandler first, StubHandler second, params (string, string)[] settings)
    {
        _settings = [("PostHog:Client:MaxRetryAttempts", "0"), .. settings];
        Storage = new FakeFleetBackend(Clock);
        First = Create(first);
        Second = Create(second);
    }

    public ManualTimeProvider Clock { get; } = new();

    public FakeFleetBackend Storage { get; }

    public Library First { get; }

    public Library Second { get; }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public Library Create(StubHandler postHog, params (string, string)[] settings) => new(
        postHog,
        new LibraryParts { Clock = Clock, Services = services => services.AddSingleton<IFleetBackend>(Storage) },
        [.. _settings, .. settings]);

    /// <summary>A storage that failed is left alone for a while.</summary>
    public void StorageWorksAgain()
    {
        Storage.Works();
        Clock.Advance(CallGuard.Pause);
    }

    /// <summary>A poll of this instance has ended like this.</summary>
    public static async Task EndPollAsync(Library instance, DefinitionsRefresh refresh)
    {
        await instance.Get<PollTurns>().TryBeginAsync(Token);
        await instance.Get<PollTurns>().EndAsync(refresh, Token);
    }

    public static Task<HeadLook> LookAsync(Library instance) => instance.Get<DefinitionsSharing>().LookAsync(Token);

    /// <summary>What an instance uses: generation, number of flags and source.</summary>
    public static (long? Generation, int? Flags, DefinitionsSource? Source) Uses(Library instance)
    {
        DefinitionsSnapshot? latest = instance.Store.Latest;
        return (latest?.Generation, latest?.FlagSet.Count, latest?.Source);
    }

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
    }
}
