namespace PostHogFeatureManagement;

/// <summary>Settings for the answers of PostHog's servers, which this process keeps, and the distributed cache if the application has one.</summary>
public sealed class PostHogCacheOptions
{
    /// <summary>How long an answer is used without asking again. Zero turns result caching off. Default: 30 s. Maximum: 1 day.</summary>
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How much longer an answer is used while a newer one is fetched in the background. Default: 1 h. Maximum: 30 days.</summary>
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How old an answer may be and still be used when PostHog fails. Default: 24 h. Maximum: 30 days.</summary>
    public TimeSpan FailSafeFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long the library remembers that PostHog had no answer. Default: 5 s. Maximum: 1 h.</summary>
    public TimeSpan NegativeFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether a call for all flags of a caller always asks PostHog again, even if there is a fresh answer. Within one web request, the answer stays the same.
    /// Default: false.
    /// </summary>
    public bool RefreshOnGetAll { get; set; }

    /// <summary>
    /// Whether cached answers are used even if <see cref="PostHogFeatureManagementOptions.Enabled"/> is false. Nothing is sent to PostHog. Default: false.
    /// </summary>
    public bool ServeWhenDisabled { get; set; }

    /// <summary>How many callers' answers this process keeps. Default: 10 000. From 1 to 10 000 000.</summary>
    public int SizeLimit { get; set; } = 10_000;

    /// <summary>
    /// How many bytes of memory the answers in this process may take, beside <see cref="SizeLimit"/>. The library divides them between callers, what callers
    /// share, and remote config. It estimates the size of an answer when it arrives, and removes the answers that have not been used for longest. Default:
    /// 64 000 000 (64 MB). From 1 000 000 (1 MB) to 1 000 000 000 000 (1 TB).
    /// </summary>
    public long MemoryLimit { get; set; } = 64_000_000;

    /// <summary>The start of every key in the distributed cache. Default: <c>posthog</c>. At most 64 characters.</summary>
    public string KeyPrefix { get; set; } = "posthog";

    /// <summary>
    /// A secret that all instances share. With it, cache keys are keyed hashes, and a list of the keys does not reveal whether a person is among them. Instances
    /// also sign the notes by which they tell each other about open circuits, and ignore notes that are not signed. Default: none.
    /// </summary>
    public string? KeySecret { get; set; }

    /// <summary>
    /// Whether flag results, remote configuration and definitions are encrypted in the distributed cache, and definitions in
    /// <see cref="PostHogDefinitionsOptions.LastGoodFile"/>. Needs <c>AddDataProtection()</c>, with keys that all instances share and that outlive a restart. Default:
    /// false.
    /// </summary>
    public bool Encrypt { get; set; }

    /// <summary>How long one operation on the distributed cache may take. Default: 250 ms. From 1 ms to 10 s.</summary>
    public TimeSpan DistributedTimeout { get; set; } = TimeSpan.FromMilliseconds(250);
}
