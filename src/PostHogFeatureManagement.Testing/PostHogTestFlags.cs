using System.Text.Json;
using PostHogFeatureManagement.Flags.Overrides;

namespace PostHogFeatureManagement.Testing;

/// <summary>
/// The flags of one test. They stand above PostHog and the application's feature configuration, and can be changed while the test runs. Names are compared without
/// letter case. Thread-safe.
/// </summary>
public sealed class PostHogTestFlags
{
    private readonly TestFlagStore _store;
    private readonly string? _distinctId;

    internal PostHogTestFlags(TestFlagStore store, string? distinctId = null)
    {
        _store = store;
        _distinctId = distinctId;
    }

    /// <summary>Turns a flag on.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="payload">Its payload: any object that System.Text.Json can write. Default: none.</param>
    /// <returns>The same flags.</returns>
    public PostHogTestFlags On(string key, object? payload = null) => Set(key, OverrideValue.Of(true, null, Payload(payload)));

    /// <summary>Turns a flag off.</summary>
    /// <param name="key">The flag's key.</param>
    /// <returns>The same flags.</returns>
    public PostHogTestFlags Off(string key) => Set(key, OverrideValue.Off);

    /// <summary>Gives a flag a variant, which also turns it on.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="variant">The variant's key.</param>
    /// <param name="payload">Its payload: any object that System.Text.Json can write. Default: none.</param>
    /// <returns>The same flags.</returns>
    public PostHogTestFlags Variant(string key, string variant, object? payload = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(variant);
        return Set(key, OverrideValue.Of(true, variant, Payload(payload)));
    }

    /// <summary>PostHog does not have the flag: the application's feature configuration answers, and without it the flag is off.</summary>
    /// <param name="key">The flag's key.</param>
    /// <returns>The same flags.</returns>
    public PostHogTestFlags Missing(string key) => Set(key, FlagResult.NoValue(FlagReason.FlagNotFound));

    /// <summary>PostHog has no answer for the flag: the application's feature configuration answers, and without it the flag is off.</summary>
    /// <param name="key">The flag's key.</param>
    /// <param name="reason">Why, for example <see cref="FlagReason.Timeout"/>.</param>
    /// <returns>The same flags.</returns>
    /// <exception cref="ArgumentOutOfRangeException">With this reason, PostHog has an answer, or is not asked.</exception>
    public PostHogTestFlags Fails(string key, FlagReason reason)
    {
        if (reason is < FlagReason.FlagNotFound or FlagReason.Disabled or FlagReason.Untrusted or FlagReason.Override)
        {
            throw new ArgumentOutOfRangeException(nameof(reason), reason, "Give a reason for which PostHog has no answer, such as Timeout.");
        }

        return Set(key, FlagResult.NoValue(reason));
    }

    /// <summary>The flags of one caller, which come before those of all.</summary>
    /// <param name="distinctId">The caller's distinct id.</param>
    public PostHogTestFlags For(string distinctId)
    {
        ArgumentException.ThrowIfNullOrEmpty(distinctId);
        return new PostHogTestFlags(_store, distinctId);
    }

    /// <summary>Forgets what was set: after <see cref="For"/>, for that caller, else for all.</summary>
    public void Clear() => _store.Clear(_distinctId);

    private static FlagPayload? Payload(object? payload) => payload is null ? null : new FlagPayload(JsonSerializer.SerializeToElement(payload));

    private PostHogTestFlags Set(string key, in FlagResult value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _store.Set(_distinctId, key, value);
        return this;
    }
}
