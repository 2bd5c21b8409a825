using PostHogFeatureManagement.Fleet.Lease;
using PostHogFeatureManagement.Fleet.Storage;
using PostHogFeatureManagement.Resilience;

namespace PostHogFeatureManagement.Tests.Fleet.Lease;

/// <summary>The tables of <see cref="PollDuty"/>, row by row. The interval is 30 s.</summary>
[Trait("Promise", "DF-04")]
[Trait("Promise", "DF-07")]
public sealed class PollDutyTests
{
    private static readonly Guid Self = Guid.NewGuid();
    private static readonly Guid Other = Guid.NewGuid();
    private static readonly TimeSpan Interval = Seconds(30);

    [Fact]
    public void Look_Nothing_TakesTheLeaseForOneAndAHalfIntervals()
    {
        PollDuty duty = Duty();

        LeaseChange change = Assert.NotNull(duty.Look(default(LeaseLook), Seconds(0)));

        Assert.Null(change.Expected);
        Assert.Equal(Self, change.Note.Holder);
        Assert.Equal(Seconds(45), change.Life);
        Assert.Equal(TimeSpan.MaxValue, duty.NextPoll);
    }

    [Fact]
    public void Look_Unreadable_TakesItFromItsBytes()
    {
        LeaseChange change = Assert.NotNull(Duty().Look(new LeaseLook([9], null, null), Seconds(0)));

        Assert.Equal([9], change.Expected);
    }

    [Fact]
    public void Look_OwnId_TakesItAgain() => Assert.NotNull(Duty().Look(Held(Self), Seconds(0)));

    [Fact]
    public void Look_OfLongerInterval_TakesItOver() => Assert.NotNull(Duty().Look(Held(Other, interval: 300), Seconds(0)));

    [Theory]
    [InlineData(30)]
    [InlineData(10)]
    public void Look_OfAnother_WaitsForItsEnd(int interval)
    {
        PollDuty duty = Duty();

        Assert.Null(duty.Look(Held(Other, interval, remaining: 20), Seconds(0)));
        Assert.InRange(duty.NextTurn, Seconds(20), Seconds(25));
    }

    /// <summary>A value that somebody wrote without an end, or with one in a year, is no lease that lasts.</summary>
    [Fact]
    public void Look_EndIsFarAway_LooksAfterTwoIntervals()
    {
        PollDuty duty = Duty();

        Assert.Null(duty.Look(Held(Other, remaining: int.MaxValue), Seconds(0)));
        Assert.InRange(duty.NextTurn, Seconds(60), Seconds(65));
        Assert.NotNull(duty.Look(Held(Other, remaining: int.MaxValue), duty.NextTurn));
    }

    [Fact]
    public void Look_RemainingUnknown_LooksSeveralTimesPerInterval()
    {
        PollDuty duty = Duty();

        Assert.Null(duty.Look(Held(Other), Seconds(0)));
        Assert.InRange(duty.NextTurn, Seconds(5), Seconds(10));
    }

    [Fact]
    public void Look_SameBytesForTwoIntervals_TakesIt()
    {
        PollDuty duty = Duty();
        Assert.Null(duty.Look(Held(Other), Seconds(0)));
        Assert.Null(duty.Look(Held(Other), Seconds(59)));
        Assert.NotNull(duty.Look(Held(Other), Seconds(60)));
    }

    [Fact]
    public void Look_RenewedMeanwhile_IsNotAbandoned()
    {
        PollDuty duty = Duty();
        Assert.Null(duty.Look(Held(Other), Seconds(0)));
        Assert.Null(duty.Look(Held(Other, renewals: 2), Seconds(59)));
        Assert.Null(duty.Look(Held(Other, renewals: 2), Seconds(118)));
    }

    [Fact]
    public void Look_Released_WaitsUntilItExpires()
    {
        PollDuty duty = Duty();

        Assert.Null(duty.Look(Held(Guid.Empty, interval: 12, remaining: 12), Seconds(0)));
        Assert.InRange(duty.NextTurn, Seconds(12), Seconds(17));
    }

    [Fact]
    public void Look_StorageAway_LooksAgainSoon()
    {
        PollDuty duty = Duty();

        Assert.Null(duty.Look(null, Seconds(0)));
        Assert.InRange(duty.NextTurn, Seconds(5), Seconds(10));
    }

    [Fact]
    public void Changed_Taken_PollsWhenAnIntervalHasPassed()
    {
        PollDuty fresh = Duty();
        Take(fresh, Seconds(100));
        Assert.Equal(Seconds(100), fresh.NextPoll);

        PollDuty polledBefore = Duty();
        polledBefore.Noticed(Seconds(90));
        Take(polledBefore, Seconds(100));
        Assert.Equal(Seconds(120), polledBefore.NextPoll);
        Assert.Equal(Seconds(130), polledBefore.NextTurn);
    }

    [Fact]
    public void Changed_Lost_LooksAgainSoon()
    {
        PollDuty duty = Duty();
        duty.Look(default(LeaseLook), Seconds(0));
        duty.Changed([1], ReplaceOutcome.Lost, Seconds(0));

        Assert.False(duty.IsHolder);
        Assert.InRange(duty.NextTurn, Seconds(5), Seconds(10));
        Assert.Equal(TimeSpan.MaxValue, duty.NextPoll);
    }

    [Fact]
    public void Renew_Lost_IsCandidateAtOnceAndDoesNotPoll()
    {
        PollDuty duty = Holder();
        Assert.Equal([1], duty.Renew().Expected);
        duty.Changed([2], ReplaceOutcome.Lost, Seconds(200));

        Assert.False(duty.IsHolder);
        Assert.Equal(Seconds(200), duty.NextTurn);
        Assert.Equal(TimeSpan.MaxValue, duty.NextPoll);
    }

    [Fact]
    public void Renew_StorageAway_PollsAllTheSame()
    {
        PollDuty duty = Holder();
        duty.Renew();
        duty.Changed([2], ReplaceOutcome.Unknown, Seconds(200));

        Assert.True(duty.IsHolder);
        Assert.Equal([1], duty.Renew().Expected);
    }

    [Fact]
    public void Polled_Good_RenewsForTheWait()
    {
        PollDuty duty = Holder();

        LeaseChange change = Assert.NotNull(duty.Polled(PollResult.Good, Seconds(0), Seconds(31), Seconds(1)));

        Assert.Equal(Self, change.Note.Holder);
        Assert.Equal(Seconds(45), change.Life);
        Assert.Equal(Seconds(32), duty.NextPoll);
    }

    [Fact]
    public void Polled_Refused_GivesTheLeaseUpAndSitsOutAnInterval()
    {
        PollDuty duty = Holder();

        LeaseChange change = Assert.NotNull(duty.Polled(PollResult.Refused, Seconds(0), Seconds(60), Seconds(1)));

        Assert.True(change.Note.IsReleased);
        Assert.Equal(Seconds(29), change.Life);
        Assert.False(duty.IsHolder);
        Assert.Equal(Seconds(31), duty.NextTurn);
        Assert.Null(duty.Look(default(LeaseLook), Seconds(30)));
        Assert.NotNull(duty.Look(default(LeaseLook), Seconds(31)));
    }

    [Fact]
    public void Polled_FailedTwice_GivesTheLeaseUp()
    {
        PollDuty duty = Holder();
        Assert.False(Assert.NotNull(duty.Polled(PollResult.Failed, Seconds(0), Seconds(60), Seconds(1))).Note.IsReleased);
        duty.Changed([1], ReplaceOutcome.Replaced, Seconds(1));
        Assert.True(Assert.NotNull(duty.Polled(PollResult.Failed, Seconds(61), Seconds(60), Seconds(62))).Note.IsReleased);
    }

    [Fact]
    public void Polled_FailedGoodFailed_KeepsTheLease()
    {
        PollDuty duty = Holder();
        Assert.All(
            [PollResult.Failed, PollResult.Good, PollResult.Failed, PollResult.Postponed, PollResult.Failed],
            result => Assert.False(Assert.NotNull(duty.Polled(result, Seconds(0), Interval, Seconds(1))).Note.IsReleased));
    }

    [Fact]
    public void Stop_Holder_LeavesTheTimeOfTheLastAttempt()
    {
        PollDuty duty = Holder();
        duty.Polled(PollResult.Good, Seconds(10), Interval, Seconds(11));

        LeaseChange change = Assert.NotNull(duty.Stop(Seconds(25)));

        Assert.True(change.Note.IsReleased);
        Assert.Equal(Seconds(15), change.Life);
        Assert.Null(duty.Stop(Seconds(25)));
    }

    [Fact]
    public void Seen_StorageAway_PollsWithinAnIntervalAndThenOncePerInterval()
    {
        PollDuty duty = Duty(share: 0.4);
        duty.Seen(CopySight.Alone, Seconds(10));
        duty.Seen(CopySight.Alone, Seconds(15));
        Assert.Equal(Seconds(22), duty.NextPoll);

        Assert.Null(duty.Polled(PollResult.Good, Seconds(22), Interval, Seconds(22)));
        Assert.Equal(Seconds(52), duty.NextPoll);

        duty.Seen(CopySight.Served, Seconds(30));
        Assert.Equal(TimeSpan.MaxValue, duty.NextPoll);
    }

    [Fact]
    public void Seen_CopyOfNoUse_PollsAfterAnIntervalOrTwo()
    {
        PollDuty duty = Duty(share: 0.5);
        duty.Seen(CopySight.Unserved, Seconds(10));

        Assert.Equal(Seconds(55), duty.NextPoll);
    }

    [Fact]
    public void Postpone_Holder_PollsNoSooner()
    {
        PollDuty duty = Holder();
        duty.Postpone(Seconds(500));
        Assert.Equal(Seconds(500), duty.NextPoll);

        duty.Postpone(Seconds(0));
        Assert.Equal(Seconds(0), duty.NextPoll);
    }

    [Fact]
    [Trait("Promise", "DF-08")]
    public void Pace_ChecksAgain_HolderPollsAndCandidateLooksAtOnce()
    {
        PollDuty holder = Holder();
        holder.Pace(Seconds(300), Seconds(0));
        holder.Polled(PollResult.Good, Seconds(0), Seconds(300), Seconds(0));
        holder.Pace(Interval, Seconds(100));
        Assert.Equal(Seconds(100), holder.NextPoll);

        PollDuty candidate = Duty();
        candidate.Pace(Seconds(300), Seconds(0));
        candidate.Look(Held(Other, interval: 300, remaining: 400), Seconds(0));
        candidate.Pace(Interval, Seconds(100));
        Assert.Equal(Seconds(100), candidate.NextTurn);
        Assert.NotNull(candidate.Look(Held(Other, interval: 300, remaining: 300), Seconds(100)));
    }

    /// <summary>An idle instance that gives the lease up must not make a busy one wait for its long interval.</summary>
    [Fact]
    public void Look_ReleasedForLongerThanItsOwnInterval_TakesIt() =>
        Assert.NotNull(Duty().Look(Held(Guid.Empty, interval: 200, remaining: 200), Seconds(0)));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static PollDuty Duty(double share = 0.5) => new(Self, Interval, new Jitter(() => share));

    private static PollDuty Holder()
    {
        PollDuty duty = Duty();
        Take(duty, Seconds(0));
        return duty;
    }

    private static void Take(PollDuty duty, TimeSpan now)
    {
        duty.Look(default(LeaseLook), now);
        duty.Changed([1], ReplaceOutcome.Replaced, now);
    }

    private static LeaseLook Held(Guid holder, int interval = 30, int? remaining = null, long renewals = 1)
    {
        var note = new LeaseNote(holder, Seconds(interval), renewals);
        return new LeaseLook(note.Write(), note, remaining is { } seconds ? Seconds(seconds) : null);
    }
}
