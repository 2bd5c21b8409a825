namespace PostHogFeatureManagement;

/// <summary>
/// Settings for values that stand above PostHog and the application's feature configuration: those that the operator sets for everyone, and those that a single
/// request carries in a signed token, to see a feature before it is on.
/// </summary>
public sealed class PostHogOverridesOptions
{
    /// <summary>
    /// Values for flags, for every caller: <c>true</c>, <c>false</c>, or the key of a variant. For the hour in which PostHog is wrong and cannot be reached. Followed
    /// when the configuration changes while the application runs. The names are compared without letter case. Default: none.
    /// </summary>
    public IDictionary<string, string> Flags { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// The keys with which tokens are signed, each by its id (<c>kid</c>), at least 32 bytes. Two while a key is replaced; new tokens are signed with the first id
    /// in alphabetical order. Default: none, which makes a key for each process in Development and turns tokens off elsewhere.
    /// </summary>
    public IDictionary<string, string> SigningKeys { get; set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The environments in which a signed token alone counts. In any other, <see cref="AuthorizationPolicy"/> must pass as well, and the token must name the signed-in
    /// user. Default when empty: Development and Staging.
    /// </summary>
    public IList<string> Environments { get; set; } = [];

    /// <summary>
    /// The name of the authorization policy that the signed-in user of the request must pass outside <see cref="Environments"/>. Default: none, so no token counts
    /// there.
    /// </summary>
    public string? AuthorizationPolicy { get; set; }

    /// <summary>
    /// The flags that tokens may set, one in each entry, in any letter case; a <c>*</c> at the end stands for any rest. Required outside Development when there are
    /// <see cref="SigningKeys"/>. Default when empty: all, in Development.
    /// </summary>
    public IList<string> AllowedFlags { get; set; } = [];

    /// <summary>The flags that tokens may not set, even if they are in <see cref="AllowedFlags"/>, spelled in the same way. Default: none.</summary>
    public IList<string> DeniedFlags { get; set; } = [];

    /// <summary>How long a token may be valid, from when it was issued. Between one minute and seven days. Default: 8 hours.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(8);
}
