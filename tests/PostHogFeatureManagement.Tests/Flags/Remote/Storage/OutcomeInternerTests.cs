using System.Runtime.CompilerServices;
using PostHogFeatureManagement.Caching;
using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;
using PostHogFeatureManagement.Tests.Support;

namespace PostHogFeatureManagement.Tests.Flags.Remote.Storage;

[Trait("Promise", "RC-13")]
public class OutcomeInternerTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly OutcomeInterner _interner;

    public OutcomeInternerTests() => _interner = new OutcomeInterner(1_000_000, _time);

    [Fact]
    public void Intern_FirstOutcomes_SharesThemAtOnce()
    {
        for (int i = 0; i < OutcomeInterner.FirstOutcomes; i++)
        {
            Assert.Empty(Intern(Text(i)).Own.ToArray());
        }
    }

    [Fact]
    public void Intern_FurtherOutcome_SharesItWhenItRepeats()
    {
        ShareFirst();

        CallerOutcomes first = Intern(Text(9));
        CallerOutcomes second = Intern(Text(9));

        Assert.Equal(["9"], first.Own.ToArray().Select(static flag => flag.ReasonDescription));
        Assert.Empty(second.Own.ToArray());
        Assert.All((CallerOutcomes[])[first, second], static found => Assert.True(found.TryGet("a", out RemoteFlag? flag) && flag.ReasonDescription == "9"));
    }

    [Fact]
    public void Intern_SameCallerAgain_IsNoRepetition()
    {
        ShareFirst();

        CallerOutcomes first = Intern(Text(9));
        CallerOutcomes second = _interner.Intern([Text(9)], first);

        Assert.Same(Assert.Single(first.Own.ToArray()), Assert.Single(second.Own.ToArray()));
    }

    [Fact]
    public void Intern_LargeOutcome_SharesItWhenItRepeats()
    {
        RemoteFlag large = RemoteProbe.On("a") with { ReasonDescription = new string('x', 600) };

        Assert.Single(Intern(large).Own.ToArray());
        Assert.Empty(Intern(large with { Variant = null }).Own.ToArray());
    }

    [Fact]
    public void Intern_NewVersionOfFlag_SharesItsFirstOutcomesAtOnce()
    {
        ShareFirst();

        Assert.Empty(Intern(Text(9) with { Version = 2 }).Own.ToArray());
    }

    [Fact]
    public void Intern_TableHasJustGrown_KeepsNewOutcomesForCaller()
    {
        Intern(Text(0));
        _time.Advance(TimeSpan.FromHours(1));
        Intern(Text(1));

        Assert.Single(Intern(Text(2)).Own.ToArray());
        _time.Advance(GrowthPace.LongestPause);
        Assert.Empty(Intern(Text(2)).Own.ToArray());
    }

    [Fact]
    public void Intern_ManyOutcomesOfOneFlag_SharesLimitedNumber()
    {
        OutcomeTable table = OutcomeTable.Empty;
        for (int i = 0; i < 300; i++)
        {
            Intern(Text(i));
            table = Intern(Text(i)).Table;
        }

        Assert.Equal(OutcomeInterner.MaxOutcomes, table.Outcomes(0).Length);
    }

    [Fact]
    public void Intern_TableFull_KeepsRestForCallersAndStaysUnderLimit()
    {
        var kept = new List<CallerOutcomes>();
        for (int caller = 0; caller < 200; caller++)
        {
            kept.Add(_interner.Intern(New(caller), CallerOutcomes.None));
        }

        OutcomeTable[] eras = [.. kept.Select(static found => found.Table).GroupBy(static table => table.Era).Select(static era => era.Last())];
        Assert.All(kept, static (found, caller) => Assert.True(found.TryGet($"{caller}-7", out _)));
        Assert.Single(eras);
        Assert.All(eras, static table => Assert.InRange(table.Size, 1, 1_200_000));
        Assert.Equal(100, kept[^1].Own.Length);
    }

    [Fact]
    public void Intern_FullTableIsOldAndNothingRefersToFormerOne_BeginsAnother()
    {
        for (int i = 0; i < 3; i++)
        {
            Fill();
            Assert.NotEmpty(_interner.Intern(New(-1 - i), CallerOutcomes.None).Own.ToArray());
            _time.Advance(GrowthPace.ShortestEra);
            GC.Collect();
            Assert.Empty(_interner.Intern(New(-1 - i), CallerOutcomes.None).Own.ToArray());
        }
    }

    [Fact]
    public void Intern_AnswerRefersToFormerTable_BeginsNoThird()
    {
        CallerOutcomes first = Intern(RemoteProbe.On("start"));
        for (int i = 0; i < 2; i++)
        {
            Fill();
            _time.Advance(GrowthPace.ShortestEra);
            GC.Collect();
        }

        Assert.NotEmpty(_interner.Intern(New(-1), CallerOutcomes.None).Own.ToArray());
        Assert.True(first.TryGet("start", out _));
    }

    [Fact]
    public async Task Intern_ManyAtOnce_EachFindsItsOutcomes()
    {
        RemoteFlag[][] answers = [.. Enumerable.Range(0, 64).Select(static caller => RemoteFlagSamples.Sixty(caller % 3).Flags.Values.ToArray())];

        CallerOutcomes[] found = await Task.WhenAll(answers.Select(answer => Task.Run(() => _interner.Intern(answer, CallerOutcomes.None))));

        foreach ((RemoteFlag[] answer, CallerOutcomes outcomes) in answers.Zip(found))
        {
            Assert.Empty(outcomes.Own.ToArray());
            Assert.All(answer, flag => Assert.True(outcomes.TryGet(flag.Key, out RemoteFlag? same) && RemoteOutcome.AreSame(flag, same)));
        }
    }

    [Fact]
    public void Adopt_OfOtherInstance_SharesWhatIsSharedThere()
    {
        OutcomeTable other = OutcomeTable.Empty.Extend(Enumerable.Range(0, 20).Select(Text));
        var stored = new CallerOutcomes(other, [20], [RemoteProbe.On("own") with { ReasonDescription = new string('x', 600) }]);

        CallerOutcomes adopted = _interner.Adopt(stored);

        Assert.NotSame(other.Era, adopted.Table.Era);
        Assert.Equal(["own"], adopted.Own.ToArray().Select(static flag => flag.Key));
        Assert.Equal(stored.All.Select(static flag => flag.ReasonDescription), adopted.All.Select(static flag => flag.ReasonDescription));
    }

    [Fact]
    public void Encode_SameOutcomesInOtherOrder_ReturnsSameId()
    {
        var other = new OutcomeInterner(1_000_000, _time);
        for (int i = 0; i < OutcomeInterner.FirstOutcomes; i++)
        {
            Intern(Text(i));
            other.Intern([Text(OutcomeInterner.FirstOutcomes - 1 - i)], CallerOutcomes.None);
        }

        var hasher = new CacheHasher(null);
        Assert.Equal(
            Intern(Text(0)).Table.Encode(hasher).Id, other.Intern([Text(0)], CallerOutcomes.None).Table.Encode(hasher).Id);
    }

    private static RemoteFlag Text(int number) =>
        RemoteProbe.On("a") with { Version = 1, ReasonDescription = number.ToString(System.Globalization.CultureInfo.InvariantCulture) };

    private static RemoteFlag[] New(int caller) => [.. Enumerable.Range(0, 100).Select(flag => RemoteProbe.On($"{caller}-{flag}"))];

    private CallerOutcomes Intern(RemoteFlag flag) => _interner.Intern([flag], CallerOutcomes.None);

    private void ShareFirst()
    {
        for (int i = 0; i < OutcomeInterner.FirstOutcomes; i++)
        {
            Intern(Text(i));
        }
    }

    /// <summary>Fills a table with flags that are deleted again.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Fill()
    {
        for (int round = 0; _interner.Intern(New(round), CallerOutcomes.None).Own.Length < 100; round++)
        {
            Assert.InRange(round, 0, 500);
        }
    }
}
