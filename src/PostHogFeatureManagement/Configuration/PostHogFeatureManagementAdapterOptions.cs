namespace PostHogFeatureManagement;

/// <summary>Settings for how PostHog's flags and the application's own flags appear together in Microsoft.FeatureManagement.</summary>
public sealed class PostHogFeatureManagementAdapterOptions
{
    /// <summary>Who answers for a flag that exists both in PostHog and in configuration. Default: <see cref="FlagPrecedence.PostHogFirst"/>.</summary>
    public FlagPrecedence Precedence { get; set; } = FlagPrecedence.PostHogFirst;

    /// <summary>Exceptions to <see cref="Precedence"/>, by flag name. Default: none.</summary>
    public IDictionary<string, FlagPrecedence> PrecedenceByFlag { get; set; } = new Dictionary<string, FlagPrecedence>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// How long a web request keeps the definitions and the answers of PostHog's servers that it began with, so that all its checks agree. A response that lasts
    /// longer, such as server-sent events, sees changed flags after that time at the latest. Default: 1 minute. Bounds: 1 second to 1 hour.
    /// </summary>
    public TimeSpan PinFor { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether Microsoft.FeatureManagement's evaluation event is published for PostHog's flags. Default: false.</summary>
    public bool Telemetry { get; set; }
}
