using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Flags.Remote;

/// <summary>How long PostHog is not asked after it says that the project's quota is used up: a minute, then longer with each refusal.</summary>
internal static class RemoteQuota
{
    public static readonly TimeSpan FirstPause = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    public static ProbeGate CreateGate(TimeProvider time) => new(time, failuresToPause: 1, FirstPause, LongestPause);
}
