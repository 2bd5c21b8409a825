namespace PostHogFeatureManagement;

/// <summary>Answers of PostHog's servers: how long they are kept, in this process and in the distributed cache when the application has one.</summary>
public sealed class PostHogCacheOptions
{
    /// <summary>How long an answer is used without asking again. Zero turns result caching off. Default: 30 s. Up to 1 day.</summary>
    public TimeSpan FreshFor { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long after that an answer is still used while a newer one is fetched in the background. Default: 1 h. Up to 30 days.</summary>
    public TimeSpan StaleFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How old an answer may be and still be used when PostHog fails. Default: 24 h. Up to 30 days.</summary>
    public TimeSpan FailSafeFor { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long it is remembered that PostHog had no answer. Default: 5 s. Up to 1 h.</summary>
    public TimeSpan NegativeFor { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether PostHog is asked anew whenever all flags of a caller are wanted, instead of using an answer that is still fresh. Within one web request the answer stays the same. Default: false.
    /// </summary>
    public bool AlwaysAskForAll { get; set; }

    /// <summary>Whether kept answers are used although <see cref="PostHogFeatureManagementOptions.Enabled"/> is false; nothing is sent to PostHog. Default: false.</summary>
    public bool AnswersWhenDisabled { get; set; }

    /// <summary>How many callers' answers are kept in this process. Default: 10 000. From 1 to 10 000 000.</summary>
    public int SizeLimit { get; set; } = 10_000;

    /// <summary>What keys in the distributed cache start with. Default: <c>posthog</c>. Up to 64 characters.</summary>
    public string KeyPrefix { get; set; } = "posthog";

    /// <summary>
    /// A secret shared by all instances. With it cache keys are keyed hashes, so that nobody who can list the keys can test whether a person is among them. Default: none.
    /// </summary>
    public string? KeySecret { get; set; }

    /// <summary>How long one operation on the distributed cache may take. Default: 250 ms. From 1 ms to 10 s.</summary>
    public TimeSpan DistributedTimeout { get; set; } = TimeSpan.FromMilliseconds(250);
}
