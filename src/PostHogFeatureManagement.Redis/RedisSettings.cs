using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>Where Redis is, and what all keys start with.</summary>
internal sealed record RedisSettings(ConfigurationOptions Configuration, string InstanceName)
{
    private const int ReconnectAfterMilliseconds = 1000;

    /// <exception cref="ArgumentException">The connection string has a part that is not known.</exception>
    public static RedisSettings Parse(string connectionString, string instanceName)
    {
        ConfigurationOptions configuration = ConfigurationOptions.Parse(connectionString);

        // The application starts and runs whether or not Redis does.
        configuration.AbortOnConnectFail = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectAfterMilliseconds);
        return new RedisSettings(configuration, instanceName);
    }
}
