using Microsoft.Extensions.Options;
using PostHogFeatureManagement.Definitions;
using PostHogFeatureManagement.Identity;

namespace PostHogFeatureManagement.Flags;

/// <summary>
/// How long a check waits for PostHog's servers: a visitor for <c>Client:WaitAtMost</c>, a job for the whole call. Where the start has waited in vain, visitors
/// do not wait again until PostHog gives a sign.
/// </summary>
internal sealed class WaitLimit(CurrentRequests requests, DefinitionsStore definitions, IOptions<PostHogFeatureManagementOptions> options)
{
    private readonly TimeSpan _waitAtMost = Limit(options.Value.Client);

    /// <summary>The limit for a check; <see cref="Timeout.InfiniteTimeSpan"/> for the whole call.</summary>
    /// <param name="state">The state of the current request. Null outside requests.</param>
    public TimeSpan For(RequestState? state)
    {
        if (_waitAtMost == Timeout.InfiniteTimeSpan || (state is null && !requests.HasVisitor))
        {
            return Timeout.InfiniteTimeSpan;
        }

        return definitions.StartWaitedInVain ? TimeSpan.Zero : _waitAtMost;
    }

    private static TimeSpan Limit(PostHogClientOptions client) =>
        client.WaitAtMost < client.TotalTimeout ? client.WaitAtMost : Timeout.InfiniteTimeSpan;
}
