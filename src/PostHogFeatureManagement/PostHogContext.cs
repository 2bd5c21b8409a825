namespace PostHogFeatureManagement;

/// <summary>
/// Who is asking for a flag: the person, the groups they belong to and what is known about both.
/// Immutable and safe to share between threads; collections are copied when they are set.
/// </summary>
public sealed class PostHogContext
{
    private static readonly Dictionary<string, object?> NoProperties = new(StringComparer.Ordinal);
    private static readonly Dictionary<string, PostHogGroup> NoGroups = new(StringComparer.Ordinal);

    private static readonly AsyncLocal<PostHogContext?> PushedContext = new();

    // Most applications never push, and every check asks.
    private static bool _wasEverPushed;

    private readonly Dictionary<string, object?> _personProperties = NoProperties;
    private readonly Dictionary<string, PostHogGroup> _groups = NoGroups;

    /// <summary>Creates a context.</summary>
    /// <param name="distinctId">PostHog's distinct id, case-sensitive. Null or empty means that nobody is known.</param>
    public PostHogContext(string? distinctId = null) => DistinctId = NullIfEmpty(distinctId);

    /// <summary>A caller of whom nothing is known. Flags that need hashing have no answer for them.</summary>
    public static PostHogContext Anonymous { get; } = new();

    /// <summary>Stands for "whoever the registered <see cref="IPostHogContextAccessor"/> names".</summary>
    internal static PostHogContext Ambient { get; } = new();

    /// <summary>The context pushed for the current flow, null when none was.</summary>
    internal static PostHogContext? Pushed => _wasEverPushed ? PushedContext.Value : null;

    /// <summary>PostHog's distinct id, or null when nobody is known. Only the first 200 characters decide, as on PostHog's servers.</summary>
    public string? DistinctId { get; }

    /// <summary>The device id (posthog-js <c>$device_id</c>), the subject of flags that bucket by device. Null when unknown.</summary>
    public string? DeviceId { get; init => field = NullIfEmpty(value); }

    /// <summary>The id the person had before they signed in, sent to PostHog for experience continuity. Null when unknown.</summary>
    public string? AnonymousDistinctId { get; init => field = NullIfEmpty(value); }

    /// <summary>
    /// Person properties by name (case-sensitive). Values may be strings, booleans, numbers, dates, <see cref="Guid"/>s, enums, <see cref="Uri"/>s,
    /// <see cref="System.Text.Json.JsonElement"/>s, null, and arrays or lists of these; they are compared as System.Text.Json would write them.
    /// </summary>
    public IReadOnlyDictionary<string, object?> PersonProperties
    {
        get => _personProperties;
        init => _personProperties = CopyProperties(value);
    }

    /// <summary>Groups by PostHog group type (case-sensitive), at most one of each type.</summary>
    public IReadOnlyDictionary<string, PostHogGroup> Groups
    {
        get => _groups;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _groups = value.Count == 0 ? NoGroups : new Dictionary<string, PostHogGroup>(value, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Makes a context the ambient caller for the current asynchronous flow, in place of whoever the request names: for a background job, a message, a hub call,
    /// or an impersonation. Scopes nest.
    /// </summary>
    /// <param name="context">The caller from here on.</param>
    /// <returns>Ends the scope when disposed.</returns>
    public static IDisposable BeginScope(PostHogContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PostHogContext? outer = PushedContext.Value;
        _wasEverPushed = true;
        PushedContext.Value = context;
        return new Scope(outer);
    }

    internal static Dictionary<string, object?> CopyProperties(IReadOnlyDictionary<string, object?> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        return properties.Count == 0 ? NoProperties : new Dictionary<string, object?>(properties, StringComparer.Ordinal);
    }

    internal bool TryGetPersonProperty(string name, out object? value) => _personProperties.TryGetValue(name, out value);

    internal bool TryGetGroup(string type, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PostHogGroup? group) =>
        _groups.TryGetValue(type, out group);

    private static string? NullIfEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private sealed class Scope(PostHogContext? outer) : IDisposable
    {
        private bool _hasEnded;

        public void Dispose()
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                PushedContext.Value = outer;
            }
        }
    }
}
