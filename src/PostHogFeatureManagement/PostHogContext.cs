using System.Runtime.CompilerServices;

namespace PostHogFeatureManagement;

/// <summary>
/// The caller for whom a flag is evaluated: the person, the groups they belong to, and the properties of both.
/// Immutable and thread-safe. Collections are copied when they are set.
/// </summary>
public sealed class PostHogContext
{
    private static readonly Dictionary<string, PostHogGroup> NoGroups = new(StringComparer.Ordinal);

    private static readonly AsyncLocal<PostHogContext?> PushedContext = new();

    // Most applications never push a context, but every check looks for one; this spares them the AsyncLocal.
    private static bool _wasEverPushed;

    private readonly PropertyBag _person = PropertyBag.Empty;
    private readonly Dictionary<string, PostHogGroup> _groups = NoGroups;
    private readonly bool _leavesOutOfGroups;
    private readonly bool _hasLongId;

    /// <summary>Creates a context.</summary>
    /// <param name="distinctId">PostHog's distinct ID, case-sensitive. Null or empty means that the person is unknown.</param>
    public PostHogContext(string? distinctId = null)
    {
        if (!string.IsNullOrEmpty(distinctId))
        {
            DistinctId = IdLimits.Cut(distinctId);
            _hasLongId = DistinctId.Length < distinctId.Length;
        }
    }

    /// <summary>A caller about whom nothing is known. Flags that need an ID to hash have no answer for this caller.</summary>
    public static PostHogContext Anonymous { get; } = new();

    /// <summary>A placeholder for the current caller, which the library resolves when it answers.</summary>
    internal static PostHogContext Ambient { get; } = new();

    /// <summary>The context pushed for the current asynchronous flow; null when there is none.</summary>
    internal static PostHogContext? Pushed => _wasEverPushed ? PushedContext.Value : null;

    internal PropertyBag Person => _person;

    /// <summary>Whether a part of what was set counts as missing: a property of the person or of a group, an ID that is too long, or its end.</summary>
    internal bool LeavesOut => _person.LeftOut is not null || _leavesOutOfGroups || _hasLongId;

    internal bool HasLongId
    {
        get => _hasLongId;
        init => _hasLongId |= value;
    }

    /// <summary>
    /// PostHog's distinct ID, or null when the person is unknown. As on PostHog's servers, only the first 200 characters (Unicode scalar values) count, and a
    /// longer ID is cut.
    /// </summary>
    public string? DistinctId { get; }

    /// <summary>
    /// The device ID (<c>$device_id</c> of posthog-js), which flags that bucket by device hash. Null when unknown, or longer than 10,000 characters.
    /// </summary>
    public string? DeviceId { get; init => field = IdLimits.NullIfUnusable(value, ref _hasLongId); }

    /// <summary>
    /// The ID the person had before signing in. PostHog uses it to keep the person's flag values across sign-in. Null when unknown, or longer than 10,000
    /// characters.
    /// </summary>
    public string? AnonymousDistinctId { get; init => field = IdLimits.NullIfUnusable(value, ref _hasLongId); }

    /// <summary>The session of posthog-js in which the caller asks. It does not change answers. Null when unknown.</summary>
    internal string? SessionId { get; init; }

    /// <summary>A hash of who this is, kept here by the code that computes it. Null until it is needed.</summary>
    internal StrongBox<UInt128>? IdentityHash { get; set; }

    /// <summary>
    /// Person properties by name (case-sensitive). Values are compared and sent as System.Text.Json writes them. Default: empty.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A value can be null, a string, a Boolean, a finite number, an enum (its number), a date or time of day, a <see cref="Guid"/>, a <see cref="Uri"/>, bytes
    /// (as Base64), a <see cref="System.Text.Json.JsonElement"/> or <see cref="System.Text.Json.Nodes.JsonNode"/>, or a sequence of these: an array, a list, a
    /// set or a LINQ query. Sequences and JSON are read once, when the properties are set. They may be 64 levels deep, and a sequence may have 10,000 elements.
    /// A value may have 250,000 characters: a text, all texts of a sequence together, or JSON as UTF-8.
    /// </para>
    /// <para>
    /// Any other value counts as missing, in this process and for PostHog's servers. A warning names the property once.
    /// </para>
    /// </remarks>
    public IReadOnlyDictionary<string, object?> PersonProperties
    {
        get => _person.Given;
        init => _person = PropertyBag.Of(value);
    }

    /// <summary>Groups by PostHog group type (case-sensitive), at most one group of each type. Default: empty.</summary>
    public IReadOnlyDictionary<string, PostHogGroup> Groups
    {
        get => _groups;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            _groups = value.Count == 0 ? NoGroups : new Dictionary<string, PostHogGroup>(value, StringComparer.Ordinal);
            foreach (PostHogGroup group in _groups.Values)
            {
                _leavesOutOfGroups |= group.Bag.LeftOut is not null || group.HasLongKey;
            }
        }
    }

    /// <summary>
    /// Makes a context the current caller for the current asynchronous flow, in place of the caller of the request. Use it for a background job, a message,
    /// a hub call or an impersonation. Calls can be nested.
    /// </summary>
    /// <param name="context">The new current caller.</param>
    /// <returns>An object that restores the previous caller when disposed.</returns>
    public static IDisposable BeginScope(PostHogContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        PostHogContext? outer = PushedContext.Value;
        _wasEverPushed = true;
        PushedContext.Value = context;
        return new PushedCaller(outer);
    }

    /// <summary>The same person with other properties and groups.</summary>
    internal PostHogContext With(IReadOnlyDictionary<string, object?> properties, IReadOnlyDictionary<string, PostHogGroup> groups) => new(DistinctId)
    {
        HasLongId = HasLongId,
        DeviceId = DeviceId,
        AnonymousDistinctId = AnonymousDistinctId,
        SessionId = SessionId,
        PersonProperties = properties,
        Groups = groups,
    };

    internal bool TryGetPersonProperty(string name, out object? value) => _person.Known.TryGetValue(name, out value);

    internal bool TryGetGroup(string type, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out PostHogGroup? group) =>
        _groups.TryGetValue(type, out group);

    private sealed class PushedCaller(PostHogContext? outer) : IDisposable
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
