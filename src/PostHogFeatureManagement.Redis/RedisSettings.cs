using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>Where Redis is, and what all keys start with.</summary>
internal sealed record RedisSettings(ConfigurationOptions Configuration, string InstanceName)
{
    private const int ReconnectAfterMilliseconds = 1000;

    /// <exception cref="ArgumentException">The connection string has a part that is not known.</exception>
    public static RedisSettings Parse(string connectionString, string instanceName)
    {
        ConfigurationOptions configuration = TryParse(connectionString) ?? throw NotUnderstood(connectionString);

        // The application starts and runs whether or not Redis does.
        configuration.AbortOnConnectFail = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectAfterMilliseconds);

        // What cannot be sent now is of no use later: a check that waited would only reach its time-out.
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
            // Its message quotes what it does not understand, and that may be a piece of the password.
            return null;
        }
    }

    private static ArgumentException NotUnderstood(string connectionString)
    {
        int part = Array.FindIndex(connectionString.Split(','), static part => TryParse(part) is null) + 1;
        return new ArgumentException($"Part {part} of the Redis connection string is not understood. Parts are separated by commas, for example host:6380,ssl=true,password=…", nameof(connectionString));
    }
}
