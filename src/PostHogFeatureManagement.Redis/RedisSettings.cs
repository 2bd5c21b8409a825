using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>How to connect to Redis with a connection of this library's own.</summary>
internal static class RedisSettings
{
    /// <summary>
    /// What counts where the connection string does not say otherwise. StackExchange.Redis waits 5 s, three times over, for a Redis that hangs; the asynchronous
    /// time-out follows the synchronous one.
    /// </summary>
    public const string Defaults = "connectTimeout=1000,connectRetry=1,syncTimeout=1000";

    private const int ReconnectAfterMilliseconds = 1000;

    /// <exception cref="ArgumentException">The connection string is invalid.</exception>
    public static ConfigurationOptions Parse(string connectionString) => WithoutRedis(TryParse(connectionString) ?? throw NotUnderstood(connectionString));

    /// <summary>Lets the application start and run without Redis.</summary>
    public static ConfigurationOptions WithoutRedis(ConfigurationOptions configuration)
    {
        configuration.AbortOnConnectFail = false;
        configuration.ReconnectRetryPolicy = new LinearRetry(ReconnectAfterMilliseconds);

        // A command that cannot be sent now is useless later: a check that waits for it only reaches its time-out.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        return configuration;
    }

    private static ConfigurationOptions? TryParse(string connectionString)
    {
        if (RedisUrl.IsUrl(connectionString))
        {
            return RedisUrl.TryParse(connectionString);
        }

        try
        {
            return ConfigurationOptions.Parse($"{Defaults},{connectionString}");
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The exception's message quotes the invalid part, which may be a piece of the password.
            return null;
        }
    }

    private static ArgumentException NotUnderstood(string connectionString)
    {
        string problem = RedisUrl.IsUrl(connectionString)
            ? "The Redis address is invalid. Write redis://host:6379/0, redis://user:password@host:6379, or rediss:// for TLS, without a query."
            : $"Part {PartOf(connectionString)} of the Redis connection string is invalid. "
                + "Separate the parts with commas, for example host:6380,ssl=true,password=…";
        return new ArgumentException(problem, nameof(connectionString));
    }

    private static int PartOf(string connectionString) => Array.FindIndex(connectionString.Split(','), static part => TryParse(part) is null) + 1;
}
