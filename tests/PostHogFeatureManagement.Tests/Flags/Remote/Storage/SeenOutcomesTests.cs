using PostHogFeatureManagement.Client.Flags;
using PostHogFeatureManagement.Flags.Remote.Storage;

namespace PostHogFeatureManagement.Tests.Flags.Remote.Storage;

public class SeenOutcomesTests
{
    private static readonly RemoteFlag Flag = RemoteProbe.On("a", "v") with
    {
        Version = 1,
        ReasonDescription = "text",
        Payload = RemoteFlagSamples.Payload("{\"n\":1}"),
    };

    public static TheoryData<string> Differences => ["key", "state", "variant", "condition", "version", "description", "payload", "no payload"];

    [Fact]
    public void WasSeen_SecondTime_ReturnsTrue()
    {
        var seen = new SeenOutcomes();

        Assert.False(seen.WasSeen(Flag));
        Assert.True(seen.WasSeen(Flag with { Payload = RemoteFlagSamples.Payload("{\"n\":1}") }));
    }

    [Theory]
    [MemberData(nameof(Differences))]
    public void WasSeen_OtherOutcome_ReturnsFalse(string difference)
    {
        var seen = new SeenOutcomes();
        seen.WasSeen(Flag);

        Assert.False(seen.WasSeen(difference switch
        {
            "key" => Flag with { Key = "b" },
            "state" => Flag with { IsEnabled = false },
            "variant" => Flag with { Variant = "w" },
            "condition" => Flag with { ConditionIndex = 7 },
            "version" => Flag with { Version = 2 },
            "description" => Flag with { ReasonDescription = "other" },
            "payload" => Flag with { Payload = RemoteFlagSamples.Payload("{\"n\":2}") },
            _ => Flag with { Payload = null },
        }));
    }
}
