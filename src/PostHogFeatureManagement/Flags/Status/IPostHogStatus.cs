using Microsoft.Extensions.Primitives;

namespace PostHogFeatureManagement;

/// <summary>Tells an application how well this instance can answer. Reading it waits for nothing. Thread-safe.</summary>
public interface IPostHogStatus
{
    /// <summary>The state at this moment.</summary>
    PostHogState State { get; }

    /// <summary>Since when <see cref="State"/> is what it is, as far as it was looked at. Without a change token and health checks, that is the first look.</summary>
    DateTimeOffset Since { get; }

    /// <summary>
    /// A token that changes when the state has changed, at most a second later. It changes once; get another one for the next change. From the first call on, the
    /// state is looked at once a second.
    /// </summary>
    IChangeToken GetChangeToken();
}
