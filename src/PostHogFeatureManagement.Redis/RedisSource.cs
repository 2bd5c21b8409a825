using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>Where the connection comes from, and the start of every key.</summary>
/// <param name="ConnectAsync">Makes the connection, or gets the application's.</param>
/// <param name="IsOurs">Whether the library closes it. The application's own connection belongs to the application.</param>
/// <param name="InstanceName">The start of every key.</param>
internal sealed record RedisSource(Func<IServiceProvider, Task<IConnectionMultiplexer>> ConnectAsync, bool IsOurs, string InstanceName)
{
    public static RedisSource Own(ConfigurationOptions configuration, string instanceName) =>
        new(async _ => await ConnectionMultiplexer.ConnectAsync(configuration).ConfigureAwait(false), IsOurs: true, NotNull(instanceName));

    public static RedisSource Applications(Func<IServiceProvider, Task<IConnectionMultiplexer>> connect, string instanceName) =>
        new(connect, IsOurs: false, NotNull(instanceName));

    private static string NotNull(string instanceName)
    {
        ArgumentNullException.ThrowIfNull(instanceName);
        return instanceName;
    }
}
