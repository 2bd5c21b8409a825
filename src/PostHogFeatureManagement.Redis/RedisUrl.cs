using System.Globalization;
using StackExchange.Redis;

namespace PostHogFeatureManagement.Redis;

/// <summary>Reads an address as hosting services write it: <c>redis://user:password@host:port/database</c>, or <c>rediss://</c> for TLS.</summary>
internal static class RedisUrl
{
    private const int DefaultPort = 6379;

    public static bool IsUrl(string text) => text.Contains("://", StringComparison.Ordinal);

    /// <summary>Null when the address cannot be understood.</summary>
    public static ConfigurationOptions? TryParse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? url) || url.Scheme is not ("redis" or "rediss") || url.Host.Length == 0 || url.Query.Length > 0)
        {
            return null;
        }

        string[] user = url.UserInfo.Split(':', 2);
        if (user is [{ Length: > 0 }])
        {
            // A user without a password is more likely a password without the colon before it.
            return null;
        }

        string database = url.AbsolutePath.Trim('/');
        int number = 0;
        if (database.Length > 0 && !int.TryParse(database, NumberStyles.None, CultureInfo.InvariantCulture, out number))
        {
            return null;
        }

        ConfigurationOptions options = ConfigurationOptions.Parse(RedisSettings.Defaults);
        options.EndPoints.Add(url.IdnHost, url.IsDefaultPort ? DefaultPort : url.Port);
        options.Ssl = url.Scheme == "rediss";
        options.DefaultDatabase = number;
        if (user.Length == 2)
        {
            options.User = user[0].Length == 0 ? null : Uri.UnescapeDataString(user[0]);
            options.Password = Uri.UnescapeDataString(user[1]);
        }

        return options;
    }
}
