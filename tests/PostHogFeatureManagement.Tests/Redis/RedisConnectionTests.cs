using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PostHogFeatureManagement.Redis;
using StackExchange.Redis;
using StackExchange.Redis.Configuration;

namespace PostHogFeatureManagement.Tests.Redis;

[Trait("Promise", "RC-05")]
public sealed class RedisConnectionTests
{
    private static readonly AsyncLocal<string?> Request = new();

    [Fact]
    public async Task GetAsync_CallerHasAsyncLocals_ConnectionDoesNotKeepThem()
    {
        var tunnel = new Eavesdropper();
        ConfigurationOptions configuration = RedisSettings.Parse("127.0.0.1:1,connectTimeout=1000,connectRetry=0");
        configuration.Tunnel = tunnel;
        using var connection = new RedisConnection(
            RedisSource.Own(configuration, string.Empty),
            new ServiceCollection().BuildServiceProvider(),
            NullLogger<RedisConnection>.Instance);

        Request.Value = "the first caller's";
        _ = connection.GetAsync();

        Assert.Null(await tunnel.Heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal("the first caller's", Request.Value);
    }

    private sealed class Eavesdropper : Tunnel
    {
        public TaskCompletionSource<string?> Heard { get; } = new();

        public override ValueTask BeforeSocketConnectAsync(
            EndPoint endPoint, ConnectionType connectionType, Socket? socket, CancellationToken cancellationToken)
        {
            Heard.TrySetResult(Request.Value);
            return default;
        }
    }
}
