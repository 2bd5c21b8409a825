using PostHogFeatureManagement.Caching.Distributed;
using PostHogFeatureManagement.Client.Resilience;
using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Client.Resilience.Breaker;

[Trait("Promise", "RS-05")]
public class PeerPolicyTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(60);
    private static readonly Guid Self = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly PipelineStatus Closed = new(BreakerState.Closed, BreakerCause.None);

    private readonly ManualTimeProvider _clock = new();
    private readonly PeerPolicy _policy;

    public PeerPolicyTests() => _policy = new PeerPolicy(Self, Break, _clock);

    [Fact]
    public void Decide_OwnOrExpiredMarkers_AreNotFollowed()
    {
        SharedBreakerMarker own = new(Self, _clock.GetUtcNow() + Break);
        SharedBreakerMarker expired = new(Other, _clock.GetUtcNow());

        Assert.Null(_policy.Decide([own, expired], isHealthyHere: false, Closed));
    }

    [Fact]
    public void Decide_SameMarkerTwice_IsFollowedOnce()
    {
        SharedBreakerMarker marker = new(Other, _clock.GetUtcNow() + (10 * Break));

        Assert.Equal(10 * Break, _policy.Decide([marker], isHealthyHere: false, Closed));
        Assert.Null(_policy.Decide([marker], isHealthyHere: false, Following()));
    }

    [Fact]
    public void Decide_InstanceProvedWrong_IsNotFollowedAloneAgain()
    {
        FollowAndRecover();

        Assert.Null(_policy.Decide([Fresh(Other)], isHealthyHere: false, Closed));
        Assert.Equal(Break, _policy.Decide([Fresh(Other), Fresh(Guid.NewGuid())], isHealthyHere: false, Closed));
    }

    [Fact]
    public void Decide_OtherThanDistrustedInstance_IsFollowed()
    {
        FollowAndRecover();

        Assert.Equal(Break, _policy.Decide([Fresh(Guid.NewGuid())], isHealthyHere: false, Closed));
    }

    [Fact]
    public void Decide_TroubleHereToo_EndsDistrust()
    {
        FollowAndRecover();
        _policy.Decide([], isHealthyHere: false, new PipelineStatus(BreakerState.Open, BreakerCause.SlowCall));

        Assert.Equal(Break, _policy.Decide([Fresh(Other)], isHealthyHere: false, Closed));
    }

    [Fact]
    public void Decide_DistrustLongAgo_IsForgotten()
    {
        FollowAndRecover();
        _clock.Advance(10 * Break);

        Assert.Equal(Break, _policy.Decide([Fresh(Other)], isHealthyHere: false, Closed));
    }

    [Fact]
    public void Decide_DistrustedInstanceKeepsReporting_StaysDistrusted()
    {
        FollowAndRecover();
        for (int i = 0; i < 30; i++)
        {
            _clock.Advance(Break);
            Assert.Null(_policy.Decide([Fresh(Other)], isHealthyHere: false, Closed));
        }
    }

    private void FollowAndRecover()
    {
        Assert.Equal(Break, _policy.Decide([Fresh(Other)], isHealthyHere: false, Closed));
        _clock.Advance(Break);
        _policy.Decide([], isHealthyHere: false, Closed);
    }

    private SharedBreakerMarker Fresh(Guid instance) => new(instance, _clock.GetUtcNow() + Break);

    private static PipelineStatus Following() => new(BreakerState.Open, BreakerCause.OtherInstance);
}
