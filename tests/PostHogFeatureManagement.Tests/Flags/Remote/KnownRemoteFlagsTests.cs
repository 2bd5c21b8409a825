using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Diagnostics;
using PostHogFeatureManagement.Flags.Remote;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Tests.Flags.Remote;

[Trait("Promise", "FM-18")]
public class KnownRemoteFlagsTests
{
    private readonly KnownRemoteFlags _known = new();

    [Fact]
    public void Add_SharedAndOwnOutcomes_ListsBoth()
    {
        OutcomeTable table = OutcomeTable.Empty.Extend([RemoteProbe.On("shared")]);
        Add(new CallerOutcomes(table, [1], []));
        Add(new CallerOutcomes(table, [0], [RemoteProbe.On("Own")]));

        Assert.Equal(["Own", "shared"], _known.Keys.Order(StringComparer.Ordinal));
        Assert.True(_known.ContainsIgnoringCase("own"));
    }

    [Fact]
    [Trait("Promise", "SC-06")]
    public void Add_LongKey_IsNotKept()
    {
        RemoteFlag longest = RemoteProbe.On(new string('x', Room.MaxKeyLength));
        Add(new CallerOutcomes(OutcomeTable.Empty, [], [longest, RemoteProbe.On(longest.Key + "x")]));

        Assert.Equal([longest.Key], _known.Keys);
    }

    private void Add(CallerOutcomes outcomes) => _known.Add(new RemoteFlagSet(outcomes).As(FlagSource.Remote));
}
