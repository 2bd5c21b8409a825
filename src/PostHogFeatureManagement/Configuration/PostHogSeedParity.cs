namespace PostHogFeatureManagement;

/// <summary>
/// The behaviour of MIT's Django app for PostHog flags (mitol-django-olposthog), for applications that migrate from it:
/// <c>AddPostHog(PostHogSeedParity.Apply)</c>. <c>docs/seed-parity.md</c> lists the intended differences.
/// </summary>
public static class PostHogSeedParity
{
    private const string EnvironmentProperty = "environment";
    private const string UserProperty = "user_id";

    /// <summary>
    /// Sets time-outs, circuit breaker, cache and polling to the defaults of that app, even if configuration sets other values. It gives the service an
    /// identity if it has none. To use other values, set them afterwards: <c>AddPostHog(options => { PostHogSeedParity.Apply(options);
    /// options.Client.BreakDuration = …; })</c>.
    /// </summary>
    /// <param name="options">The options to change.</param>
    public static void Apply(PostHogFeatureManagementOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Client.AttemptTimeout = TimeSpan.FromSeconds(3);
        options.Client.TotalTimeout = TimeSpan.FromSeconds(7);
        options.Client.WaitAtMost = TimeSpan.FromSeconds(7);
        options.Client.MaxRetryAttempts = 1;
        options.Client.SlowCallThreshold = TimeSpan.FromSeconds(6);
        options.Client.BreakDuration = TimeSpan.FromSeconds(60);
        options.Client.DisableGeoIp = true;
        options.Definitions.PollInterval = TimeSpan.FromSeconds(300);
        options.Cache.FreshFor = TimeSpan.FromSeconds(300);
        options.Cache.StaleFor = TimeSpan.Zero;
        options.Cache.NegativeFor = TimeSpan.Zero;
        options.Cache.RefreshOnGetAll = true;
        options.Cache.ServeWhenDisabled = true;

        PostHogIdentityOptions identity = options.Identity;
        identity.ServiceDistinctId ??= HostName;
        identity.ServiceProperties.TryAdd(EnvironmentProperty, EnvironmentName);
        identity.ServiceProperties.TryAdd(UserProperty, identity.ServiceDistinctId);
    }

    /// <summary>
    /// The caller that the Django app would use: the user, or this host if there is none, with the person properties <c>environment</c> and <c>user_id</c>.
    /// </summary>
    /// <param name="userId">The user's id; null or empty for this host.</param>
    public static PostHogContext ContextFor(string? userId)
    {
        string id = string.IsNullOrEmpty(userId) ? HostName : userId;
        return new PostHogContext(id)
        {
            PersonProperties = new Dictionary<string, object?>(StringComparer.Ordinal) { [EnvironmentProperty] = EnvironmentName, [UserProperty] = id },
        };
    }

    private static string HostName => Variable("HOSTNAME") ?? Environment.MachineName;

    private static string EnvironmentName => Variable("ASPNETCORE_ENVIRONMENT") ?? Variable("DOTNET_ENVIRONMENT") ?? "Production";

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
