using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Tests.Flags.Remote.Storage;

[Trait("Promise", "RC-13")]
public class CallerOutcomesTests
{
    private static readonly OutcomeTable Table = OutcomeTable.Empty.Extend([RemoteProbe.On("b"), RemoteProbe.On("d"), RemoteProbe.Off("d")]);

    [Fact]
    public void Of_SharedAndOwn_FindsBothAndNothingElse()
    {
        CallerOutcomes found = Find("e", "c", "b", "a");

        Assert.Equal(["a", "c", "e"], found.Own.ToArray().Select(static flag => flag.Key));
        Assert.All((string[])["a", "b", "c", "e"], key => Assert.True(found.TryGet(key, out RemoteFlag? flag) && flag.Key == key));
        Assert.All((string[])["", "A", "bb", "d", "f"], key => Assert.False(found.TryGet(key, out _)));
    }

    [Fact]
    public void Of_OtherOutcomeOfKnownFlag_KeepsItForCaller()
    {
        RemoteFlag other = RemoteProbe.On("d", "variant");

        CallerOutcomes found = CallerOutcomes.Of(Table, [other, RemoteProbe.On("b")], CallerOutcomes.None);

        Assert.Same(other, Assert.Single(found.Own.ToArray()));
        Assert.True(found.TryGet("d", out RemoteFlag? flag));
        Assert.Same(other, flag);
    }

    [Fact]
    public void All_SharedAndOwn_IsInOrderOfKeys() => Assert.Equal(["a", "b", "c", "e"], Find("e", "c", "b", "a").All.Select(static flag => flag.Key));

    [Fact]
    public void Size_OwnOutcomes_CountsTheirTexts()
    {
        CallerOutcomes small = CallerOutcomes.Of(Table, [RemoteProbe.On("a")], CallerOutcomes.None);
        CallerOutcomes large = CallerOutcomes.Of(Table, [RemoteProbe.On("a") with { ReasonDescription = new string('x', 1_000) }], CallerOutcomes.None);

        Assert.InRange(large.Size - small.Size, 2_000, 2_100);
    }

    private static CallerOutcomes Find(params string[] keys) =>
        CallerOutcomes.Of(Table, [.. keys.Select(static key => RemoteProbe.On(key))], CallerOutcomes.None);
}
