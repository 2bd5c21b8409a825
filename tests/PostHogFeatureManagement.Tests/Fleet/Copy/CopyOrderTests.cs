using PostHogFeatureManagement.Fleet.Copy;

namespace PostHogFeatureManagement.Tests.Fleet.Copy;

/// <summary>The tables of <see cref="CopyOrder"/>, row by row.</summary>
[Trait("Promise", "DF-07")]
public sealed class CopyOrderTests
{
    private static readonly HeadLook Unavailable = new(HeadState.Unavailable, null, null, DateTimeOffset.UnixEpoch);
    private static readonly HeadLook Absent = new(HeadState.Absent, null, null, DateTimeOffset.UnixEpoch);
    private static readonly HeadLook Unreadable = new(HeadState.Unreadable, null, [1], DateTimeOffset.UnixEpoch);

    private static readonly HeldVersion None = new(0, 0, null, IsAlone: false, IsFresh: false);
    private static readonly HeldVersion FileOf7 = new(0, 7, "b", IsAlone: false, IsFresh: false);

    public static TheoryData<string, string> Looks => new()
    {
        { "unavailable | published 5b", nameof(LookMove.None) },
        { "unavailable | alone 5b", nameof(LookMove.None) },
        { "5b | alone 5b", nameof(LookMove.Join) },
        { "6b | alone 5b", nameof(LookMove.Join) },
        { "4b | alone 5b", nameof(LookMove.Poll) },
        { "6c | alone 5b", nameof(LookMove.Poll) },
        { "absent | alone 5b", nameof(LookMove.Poll) },
        { "unreadable | alone 5b", nameof(LookMove.Poll) },
        { "absent | published 5b", nameof(LookMove.Republish) },
        { "absent | slept 5b", nameof(LookMove.Republish) },
        { "absent | none", nameof(LookMove.None) },
        { "absent | file of 7", nameof(LookMove.None) },
        { "unreadable | published 5b", nameof(LookMove.None) },
        { "6a | published 5b", nameof(LookMove.Install) },
        { "1a | none", nameof(LookMove.Install) },
        { "8a | file of 7", nameof(LookMove.Install) },
        { "7a | file of 7", nameof(LookMove.Install) },
        { "6a | file of 7", nameof(LookMove.Poll) },
        { "5b | published 5b", nameof(LookMove.Confirm) },
        { "5b | slept 5b", nameof(LookMove.Confirm) },
        { "5c | published 5b", nameof(LookMove.Install) },
        { "5a | published 5b", nameof(LookMove.Republish) },
        { "4b | published 5b", nameof(LookMove.Republish) },
        { "4c | published 5b", nameof(LookMove.Republish) },
        { "4b | slept 5b", nameof(LookMove.Poll) },
        { "empty | published 5b", nameof(LookMove.Republish) },
        { "empty | slept 5b", nameof(LookMove.None) },
        { "empty | none", nameof(LookMove.None) },
        { "empty | file of 7", nameof(LookMove.None) },
    };

    [Theory]
    [MemberData(nameof(Looks))]
    public void AfterLook_Row_Moves(string row, string expected)
    {
        string[] sides = row.Split(" | ");

        Assert.Equal(expected, CopyOrder.AfterLook(Held(sides[1]), Look(sides[0])).ToString());
    }

    public static TheoryData<string, string?, bool, string> Polls => new()
    {
        { "unavailable | published 5b", "c", false, nameof(PollMove.KeepAlone) },
        { "unavailable | published 5b", null, true, nameof(PollMove.None) },
        { "5b | published 5b", "b", false, nameof(PollMove.Renew) },
        { "6c | published 5b", "c", false, nameof(PollMove.Renew) },
        { "5b | alone 5c", "b", false, nameof(PollMove.Renew) },
        { "5b | published 5b", "c", false, nameof(PollMove.Publish) },
        { "4b | published 5b", "b", false, nameof(PollMove.Publish) },
        { "6b | file of 7", "b", false, nameof(PollMove.Publish) },
        { "absent | published 5b", "b", false, nameof(PollMove.Publish) },
        { "absent | none", "b", false, nameof(PollMove.Publish) },
        { "unreadable | published 5b", "b", false, nameof(PollMove.Publish) },
        { "empty | none", "b", false, nameof(PollMove.Publish) },
        { "5b | published 5b", null, true, nameof(PollMove.Postpone) },
        { "absent | none", null, true, nameof(PollMove.Postpone) },
        { "5b | published 5b", null, false, nameof(PollMove.None) },
        { "absent | none", null, false, nameof(PollMove.None) },
    };

    [Theory]
    [MemberData(nameof(Polls))]
    public void AfterPoll_Row_Moves(string row, string? hash, bool isToWait, string expected)
    {
        string[] sides = row.Split(" | ");

        Assert.Equal(expected, CopyOrder.AfterPoll(Held(sides[1]), Look(sides[0]), hash, isToWait).ToString());
    }

    [Theory]
    [InlineData("5b | alone 5c", nameof(LookMove.None))]
    [InlineData("6b | alone 5c", nameof(LookMove.Install))]
    [InlineData("4b | alone 5c", nameof(LookMove.None))]
    [InlineData("5b | published 5c", nameof(LookMove.None))]
    [InlineData("absent | alone 5c", nameof(LookMove.None))]
    public void AfterFailedPoll_Row_Moves(string row, string expected)
    {
        string[] sides = row.Split(" | ");

        Assert.Equal(expected, CopyOrder.AfterFailedPoll(Held(sides[1]), Look(sides[0])).ToString());
    }

    [Theory]
    [InlineData("5b | published 4b", 6)]
    [InlineData("4b | published 5b", 6)]
    [InlineData("absent | published 5b", 6)]
    [InlineData("unreadable | published 5b", 6)]
    [InlineData("3b | file of 7", 8)]
    [InlineData("absent | none", 1)]
    public void NextGeneration_HeadAndHeld_IsHigherThanBoth(string row, long expected)
    {
        string[] sides = row.Split(" | ");

        Assert.Equal(expected, CopyOrder.NextGeneration(Held(sides[1]), Look(sides[0])));
    }

    /// <summary>A head above the highest generation could be read by nobody, so all instances would be stuck.</summary>
    [Fact]
    public void AfterPoll_NoGenerationLeft_PublishesNothing()
    {
        HeadLook last = Present(SharedHead.Empty with { Generation = CopyOrder.HighestGeneration, Body = new SharedBodyInfo("b", 10, null) });
        HeadLook lastButOne = last with { Head = last.Head! with { Generation = CopyOrder.HighestGeneration - 1 } };
        HeldVersion fileOfTheLast = FileOf7 with { StoredGeneration = CopyOrder.HighestGeneration };

        Assert.Equal(PollMove.KeepAlone, CopyOrder.AfterPoll(None, last, "c", isToWait: false));
        Assert.Equal(PollMove.KeepAlone, CopyOrder.AfterPoll(fileOfTheLast, Absent, "c", isToWait: false));
        Assert.Equal(PollMove.Renew, CopyOrder.AfterPoll(None, last, "b", isToWait: false));
        Assert.Equal(PollMove.Renew, CopyOrder.AfterRepair(None, last));
        Assert.Equal(PollMove.Publish, CopyOrder.AfterPoll(None, lastButOne, "c", isToWait: false));
        Assert.Equal(PollMove.Publish, CopyOrder.AfterRepair(None, lastButOne));
    }

    /// <summary>Two instances that hold different definitions of one generation must not replace each other's for ever.</summary>
    [Fact]
    public void AfterLook_TwoOfOneGeneration_SettleOnTheHigherHash()
    {
        var low = new HeldVersion(5, 0, "a", IsAlone: false, IsFresh: true);
        var high = low with { Hash = "b" };

        Assert.Equal(LookMove.Install, CopyOrder.AfterLook(low, Look("5b")));
        Assert.Equal(LookMove.Confirm, CopyOrder.AfterLook(high, Look("5b")));
        Assert.Equal(LookMove.Republish, CopyOrder.AfterLook(high, Look("5a")));
    }

    private static HeadLook Look(string text) => text switch
    {
        "unavailable" => Unavailable,
        "absent" => Absent,
        "unreadable" => Unreadable,
        "empty" => Present(SharedHead.Empty),
        _ => Present(SharedHead.Empty with { Generation = text[0] - '0', Body = new SharedBodyInfo(text[1..], 10, null) }),
    };

    private static HeadLook Present(SharedHead head) => new(HeadState.Present, head, [2], DateTimeOffset.UnixEpoch);

    private static HeldVersion Held(string text) => text switch
    {
        "none" => None,
        "file of 7" => FileOf7,
        _ => text.Split(' ') is [var kind, var version]
            ? new HeldVersion(version[0] - '0', 0, version[1..], IsAlone: kind == "alone", IsFresh: kind != "slept")
            : throw new ArgumentException(text),
    };
}
