namespace PostHogFeatureManagement.AspNetCore.Bootstrap;

/// <summary>What a page tells posthog-js about its visitor. The default tells nothing.</summary>
internal sealed record PageIdentity
{
    private static readonly Dictionary<string, PostHogGroup> NoGroups = [];

    /// <summary>The ID that posthog-js begins with. Null where it keeps its own.</summary>
    public string? DistinctId { get; init; }

    /// <summary>Whether that is a user's.</summary>
    public bool IsIdentified { get; init; }

    /// <summary>The device ID of a browser that posthog-js has not seen. Null where posthog-js has its own.</summary>
    public string? DeviceId { get; init; }

    /// <summary>Whether posthog-js follows what the page says about <see cref="User"/>.</summary>
    public bool SaysWhoIsSignedIn { get; init; }

    /// <summary>The user. Null when nobody is signed in.</summary>
    public string? User { get; init; }

    /// <summary>The user's groups.</summary>
    public IReadOnlyDictionary<string, PostHogGroup> Groups { get; init; } = NoGroups;

    /// <summary>Whether the visitor refuses to be recognized and measured.</summary>
    public bool IsRefused { get; init; }

    /// <summary>Whether posthog-js takes another ID than the one that the flags are for.</summary>
    public bool IsAboutToChange { get; init; }

    /// <summary>Whether others must not get this page.</summary>
    public bool HasId => DistinctId is not null || DeviceId is not null || User is not null;
}
