using PostHogFeatureManagement.Client.Resilience.Breaker;
using PostHogFeatureManagement.Fleet;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Fleet;

[Trait("Promise", "RS-05")]
public class PeerPolicyTests
{
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(60);
    private static readonly Guid Self = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly BreakerStatus Closed = new(BreakerState.Closed, BreakerCause.None, null);

    private readonly ManualTimeProvider _clock = new();
    private readonly PeerPolicy _policy;

    public PeerPolicyTests() => _policy = new PeerPolicy(Self, Break, _clock);

    [Fact]
    public void Decide_OwnOrExpiredNotes_AreNotFollowed()
    {
        SharedBreakerNote own = new(Self, _clock.GetUtcNow() + Break);
        SharedBreakerNote expired = new(Other, _clock.GetUtcNow());

        Assert.Null(_policy.Decide([own, expired], isHealthyHere: false, Closed));
    }

    [Fact]
    public void Decide_SameNoteTwice_IsFollowedOnce()
    {
        SharedBreakerNote note = new(Other, _clock.GetUtcNow() + (10 * Break));

        Assert.Equal(Break, _policy.Decide([note], isHealthyHere: false, Closed));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(_policy.Decide([note], isHealthyHere: false, Following()));
        Assert.Null(_policy.Decide([], isHealthyHere: false, Following()));
        _clock.Advance(Break);
        Assert.Null(_policy.Decide([note], isHealthyHere: false, Following()));
    }

    /// <summary>An instance whose clock is ahead, or which was asked for a long pause, must not hide what others report.</summary>
    [Fact]
    public void Decide_NewNoteBesideOneThatLastsLonger_IsFollowed()
    {
        SharedBreakerNote ahead = new(Other, _clock.GetUtcNow() + (50 * Break));
        Assert.Equal(Break, _policy.Decide([ahead], isHealthyHere: false, Closed));
        _clock.Advance(5 * Break);

        Assert.Equal(Break, _policy.Decide([ahead, Fresh(Guid.NewGuid())], isHealthyHere: false, Following()));
    }

    [Fact]
    public void Decide_NoteThatWasCountedForABreak_IsNoSecondWitness()
    {
        SharedBreakerNote ahead = new(Other, _clock.GetUtcNow() + (50 * Break));
        _policy.Decide([ahead], isHealthyHere: false, Closed);
        _clock.Advance(5 * Break);

        Assert.Null(_policy.Decide([ahead, Fresh(Guid.NewGuid())], isHealthyHere: true, Closed));
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
        _policy.Decide([], isHealthyHere: false, new BreakerStatus(BreakerState.Open, BreakerCause.SlowCall, null));

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

    private SharedBreakerNote Fresh(Guid instance) => new(instance, _clock.GetUtcNow() + Break);

    private static BreakerStatus Following() => new(BreakerState.Open, BreakerCause.OtherInstance, null);
}
