using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>How to connect to Redis, and the start of every key.</summary>
internal sealed record RedisSettings(ConfigurationOptions Configuration, string InstanceName)
{
    private const int ReconnectAfterMilliseconds = 1000;

    /// <exception cref="ArgumentException">The connection string is invalid.</exception>
    public static RedisSettings Parse(string connectionString, string instanceName)
    {
        ConfigurationOptions configuration = TryParse(connectionString) ?? throw NotUnderstood(connectionString);

        // The application starts and runs without Redis.
        configuration.AbortOnConnectFail = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectAfterMilliseconds);

        // A command that cannot be sent now is useless later: a check that waits for it only reaches its time-out.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return new RedisSettings(configuration, instanceName);
    }

    private static ConfigurationOptions? TryParse(string connectionString)
    {
        try
        {
            return ConfigurationOptions.Parse(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The exception's message quotes the invalid part, which may be a piece of the password.
            return null;
        }
    }

    private static ArgumentException NotUnderstood(string connectionString)
    {
        int part = Array.FindIndex(connectionString.Split(','), static part => TryParse(part) is null) + 1;
        return new ArgumentException(
            $"Part {part} of the Redis connection string is invalid. Separate the parts with commas, for example host:6380,ssl=true,password=…",
            nameof(connectionString));
    }
}
