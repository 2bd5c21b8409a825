using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Benchmarks.Http;
using PostHogFeatureManagement.Emulator;

namespace PostHogFeatureManagement.Benchmarks.LongRun.Shops;

/// <summary>Instances of the sample shop, the PostHog that they ask, and the Redis that they share, if there is one on this machine.</summary>
internal sealed class ShopFleet : IAsyncDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("longrun");
    private readonly List<ShopProcess> _shops = [];

    private ShopFleet(RedisProcess? redis) => Redis = redis;

    public PostHogEmulator PostHog { get; } =
        new(new PostHogEmulatorOptions(), Environment.CurrentDirectory, TimeProvider.System, TimeProvider.System, static () => { }, NullLoggerFactory.Instance);

    public RedisProcess? Redis { get; }

    public IReadOnlyList<ShopProcess> Shops => _shops;

    /// <param name="definitions">The definitions that PostHog begins with.</param>
    /// <param name="settings">Settings of the shops, as <c>name=value</c>.</param>
    public static async Task<ShopFleet> StartAsync(string definitions, IEnumerable<string> settings)
    {
        var fleet = new ShopFleet(RedisProcess.IsInstalled ? await RedisProcess.StartAsync() : null);
        fleet.PostHog.ReplaceDefinitions(definitions);
        await fleet.PostHog.StartAsync();
        string[] all =
        [
            $"PostHog:HostUrl={fleet.PostHog.BaseAddress}",
            $"PostHog:ProjectToken={PostHogEmulator.ProjectToken}",
            $"PostHog:SecretKey={PostHogEmulator.SecretKey}",
            .. fleet.Redis is { } redis ? [$"ConnectionStrings:Redis={redis.Address},abortConnect=false"] : Array.Empty<string>(),
            .. settings,
        ];

        // One after the other, because the first makes the keys that sign the cookies of all.
        while (fleet._shops.Count < LongRunPlan.Instances)
        {
            fleet._shops.Add(await ShopProcess.StartAsync(fleet._home.FullName, all));
        }

        return fleet;
    }

    public Task<ShopFigures[]> MeasureAsync(CancellationToken cancellationToken) => Task.WhenAll(_shops.Select(shop => shop.MeasureAsync(cancellationToken)));

    public Task StopAsync() => Task.WhenAll(_shops.Select(static shop => shop.StopAsync()));

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_shops.Select(static shop => shop.DisposeAsync().AsTask()));
        await PostHog.DisposeAsync();
        if (Redis is { } redis)
        {
            await redis.DisposeAsync();
        }

        _home.Delete(recursive: true);
    }
}
