using Microsoft.Extensions.Caching.Distributed;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;
using PostHogFeatureManagement.Tests.Definitions.Sharing;
using PostHogFeatureManagement.Tests.Emulator;
using PostHogFeatureManagement.Tests.Redis;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Issues;

/// <summary>
/// An application with a distributed cache that was restarted while PostHog was away lost every flag, although another instance, or the one before, had had the
/// definitions a moment ago.
/// </summary>
[Trait("Promise", "DF-11")]
[Trait("Promise", "DF-03")]
public sealed class RestartInOutageIgnoresOtherInstancesTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_PostHogIsAwayAndTheCacheIsThere_HasAllFlags(bool redis)
    {
        await using RedisServer server = await RedisServer.StartAsync();
        await using RunningEmulator running = await RunningEmulator.StartAsync(FleetOfTwo.OneFlag);
        var cache = new FakeDistributedCache(TimeProvider.System);
        Action<IFeatureManagementBuilder> share = redis
            ? features => features.AddPostHogRedis(server.ConnectionString)
            : features => features.Services.AddSingleton<IDistributedCache>(cache);
        await using (FleetInstance before = await FleetInstance.StartAsync(running.Emulator, share))
        {
            Assert.True(await before.IsOnAsync("beta"));
        }

        await running.Emulator.StopAsync();
        await using FleetInstance after = await FleetInstance.StartAsync(running.Emulator, share);

        Assert.True(await after.IsOnAsync("beta"));
        Assert.Equal((DefinitionsSource.Shared, 1), (after.Status.Source, after.Status.Flags));
        Assert.NotNull(after.Status.Age);
    }
}
